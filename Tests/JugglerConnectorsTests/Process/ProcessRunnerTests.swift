import JSON
import Juggler
import JugglerConnectors
import JugglerTesting
import OpenWorkflowRuntime
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite(.timeLimit(.minutes(1))) struct ProcessRunnerTests {
  private func connector(_ configure: (inout ProcessRunner.Configuration) -> Void = { _ in }) -> ShellConnector {
    var configuration = ProcessRunner.Configuration()
    configure(&configuration)
    return ShellConnector(runner: ProcessRunner(configuration: configuration))
  }

  /// Starts a command that reports the numbers of its processes to an upstream, cancels it once they are all there, and
  /// returns those that are still alive when the connector has returned.
  private func survivors(of command: String, reports: Int, in connector: ShellConnector) async throws -> [pid_t] {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/pid/{pid}", .text("ok"))
      // Without curl a shell can still talk to a socket through bash.
      let report = """
        report() { bash -c "exec 3<>/dev/tcp/127.0.0.1/\(upstream.port); \
        printf 'GET /pid/$1 HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3 >/dev/null"; }

        """
      await #expect(throws: CancellationError.self) {
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { _ = try await connector.perform(["command": .string(report + command)], in: context) }
          try await upstream.wait { $0.received == reports }
          group.cancelAll()
          try await group.waitForAll()
        }
      }
      let processes = upstream.requests.compactMap { pid_t($0.path.dropFirst("/pid/".count)) }
      #expect(processes.count == reports)
      return processes.filter { kill($0, 0) == 0 && !isZombie($0) }
    }
  }

  /// Where nothing reaps orphans, a process that has ended stays in the table.
  private func isZombie(_ process: pid_t) -> Bool {
    guard let file = fopen("/proc/\(process)/stat", "r") else { return false }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = fread(&bytes, 1, bytes.count, file)
    let text = String(decoding: bytes[..<count], as: UTF8.self)
    return text.split(separator: ") ").last?.first == "Z"
  }

  @Test func endsTheProcessWhenCancelled() async throws {
    #expect(try await survivors(of: "report $$; exec sleep 1000", reports: 1, in: connector()).isEmpty)
  }

  @Test func endsTheWholeTreeWhenCancelled() async throws {
    let command = "(sleep 1000) & report $!; sh -c 'sleep 1000 & wait' & report $!; report $$; wait"
    #expect(try await survivors(of: command, reports: 3, in: connector()).isEmpty)
  }

  @Test func killsWhatIgnoresTheRequestToEnd() async throws {
    let stubborn = "trap '' TERM; report $$; while true; do sleep 1; done"
    let impatient = connector { $0.gracePeriod = .milliseconds(50) }
    #expect(try await survivors(of: stubborn, reports: 1, in: impatient).isEmpty)
    // The leader ends at once, its child does not want to.
    let child = "sh -c 'trap \"\" TERM; while true; do sleep 1; done' & report $!; report $$; wait"
    #expect(try await survivors(of: child, reports: 2, in: impatient).isEmpty)
  }

  @Test func endsProcessGroupsOfTheirOwn() async throws {
    // With job control every job is a process group.
    let command = "set -m; sleep 1000 & report $!; report $$; wait"
    #expect(try await survivors(of: command, reports: 2, in: connector()).isEmpty)
  }

  @Test func letsTheProcessCleanUpWhenCancelled() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/*", .text("ok"))
      let shell = connector { $0.gracePeriod = .seconds(20) }
      let command = """
        report() { bash -c "exec 3<>/dev/tcp/127.0.0.1/\(upstream.port); \
        printf 'GET /$1 HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3 >/dev/null"; }
        trap 'report cleaned; exit 0' TERM
        report started
        while true; do sleep 0.05; done
        """
      await #expect(throws: CancellationError.self) {
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { _ = try await shell.perform(["command": .string(command)], in: context) }
          try await upstream.wait { $0.received == 1 }
          group.cancelAll()
          try await group.waitForAll()
        }
      }
      #expect(upstream.requests.map(\.path) == ["/started", "/cleaned"])
    }
  }

  @Test func leavesNothingBehindWhenTheCommandEnds() async throws {
    let output = try await connector().perform(["command": "sleep 1000 >/dev/null 2>&1 & echo $!"], in: context)
    let process = try #require(output.stringValue.flatMap { pid_t($0) })
    // It was told to end; that takes effect when it is scheduled next.
    while kill(process, 0) == 0, !isZombie(process) { await Task.yield() }
  }

  @Test func doesNotWaitForWhatHoldsTheOutputOpen() async throws {
    #expect(try await connector().perform(["command": "sleep 1000 & echo done"], in: context) == "done")
  }

  @Test func waitsForAProcessThatClosesItsOutput() async throws {
    let command = "exec >&- 2>&-; sleep 0.2; exit 7"
    #expect(try await connector().perform(["command": .string(command), "return": "code"], in: context) == 7)
  }

  @Test func limitsTheOutput() async throws {
    let small = connector { $0.maximumOutputBytes = 1000 }
    #expect(try await small.perform(["command": "printf '%1000s' x"], in: context).stringValue?.count == 1000)
    let tooMuch = try await fault { try await small.perform(["command": "yes"], in: context) }
    #expect(tooMuch.type == Fault.Kind.runtime.type)
    #expect(tooMuch.detail?.contains("more than the 1000 bytes allowed to stdout") == true)
    // What is not asked for is not kept either.
    let code = try await small.perform(["command": "yes | head -c 100000", "return": "code"], in: context)
    #expect(code == 0)
  }

  @Test func runsOnlySoManyAtOnce() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/", .text("ok").after(.milliseconds(5)))
      let two = connector { $0.maximumProcesses = 2 }
      let command: JSONValue = .string(
        "bash -c 'exec 3<>/dev/tcp/127.0.0.1/\(upstream.port); printf \"GET / HTTP/1.0\\r\\n\\r\\n\" >&3; cat <&3'")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...8 { group.addTask { _ = try await two.perform(["command": command], in: context) } }
        try await group.waitForAll()
      }
      #expect(upstream.statistics.received == 8)
      #expect(upstream.statistics.mostActive <= 2)
    }
  }

  @Test func givesUpWaitingForItsTurnWhenCancelled() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/", .hang)
      let one = connector { $0.maximumProcesses = 1 }
      let command: JSONValue = .string(
        "bash -c 'exec 3<>/dev/tcp/127.0.0.1/\(upstream.port); printf \"GET / HTTP/1.0\\r\\n\\r\\n\" >&3; cat <&3'")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...5 { group.addTask { _ = try await one.perform(["command": command], in: context) } }
        try await upstream.wait { $0.active == 1 }
        group.cancelAll()
        while let result = await group.nextResult() {
          #expect(throws: CancellationError.self) { try result.get() }
        }
      }
      #expect(upstream.statistics.received == 1)
      // All slots are free again.
      #expect(try await one.perform(["command": "echo free"], in: context) == "free")
    }
  }
}
