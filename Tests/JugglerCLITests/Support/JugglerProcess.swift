import Foundation
import Subprocess
import Synchronization

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The built command, started as a process.
struct JugglerProcess {
  struct Result {
    var output: String
    var error: String
    var status: TerminationStatus

    var exitCode: Int? { if case .exited(let code) = status { Int(code) } else { nil } }
    var errorLines: [String] { error.split(separator: "\n").map(String.init) }
  }

  /// Beside the test bundle, where the build puts it.
  static let path: FilePath = {
    let tests =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return FilePath(tests).removingLastComponent().appending("juggler")
  }()

  /// Nothing of the environment of the tests changes what is printed.
  static func configuration(
    _ arguments: [String], _ variables: [String: String], in directory: String? = nil
  ) -> Configuration {
    var environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LANG": "C.UTF-8"]
    environment.merge(variables) { $1 }
    let keyed = Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
    return Configuration(
      executable: .path(path), arguments: Arguments(arguments), environment: .custom(keyed),
      workingDirectory: directory.map { FilePath($0) })
  }

  /// Runs the command to its end.
  static func run(
    _ arguments: String..., input: String = "", environment: [String: String] = [:]
  ) async throws -> Result {
    try await run(arguments, input: input, environment: environment)
  }

  static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) async throws -> Result {
    // A file rather than a pipe: a command that does not read its input must not trouble the one who writes it.
    let result = try await withFile("input", input) { path in
      try await Subprocess.run(
        configuration(arguments, environment),
        input: .fileDescriptor(try FileDescriptor.open(path, .readOnly), closeAfterSpawningProcess: true),
        output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
    }
    return Result(
      output: result.standardOutput, error: result.standardError, status: result.terminationStatus)
  }

  /// Runs the command and sends it `signal` when a line of its standard error is the one waited for.
  ///
  /// Returns how long it took to end after that.
  static func interrupt(
    _ arguments: [String], with signals: [Signal] = [.interrupt], when isReady: (String) -> Bool
  ) async throws -> (result: Result, delay: Duration) {
    let clock = ContinuousClock()
    var sentAt: ContinuousClock.Instant?
    var lines: [String] = []
    let ended = try await Subprocess.run(
      configuration(arguments, [:]), input: .none, output: .string(limit: 1 << 24), error: .sequence
    ) { execution in
      for try await line in execution.standardError.strings() {
        lines.append(line)
        guard sentAt == nil, isReady(line) else { continue }
        sentAt = clock.now
        for signal in signals { try execution.send(signal: signal) }
      }
    }
    let delay = sentAt.map { $0.duration(to: clock.now) } ?? .seconds(3600)
    return (
      Result(output: ended.standardOutput, error: lines.joined(separator: "\n"), status: ended.terminationStatus),
      delay
    )
  }
}

extension JugglerProcess {
  /// Runs the command to its end, and `body` beside it once a line of its standard error is the one waited for; then, if
  /// given, sends it a signal.
  static func beside(
    _ arguments: [String], when isReady: (String) -> Bool, then signal: Signal? = nil, _ body: () async throws -> Void
  ) async throws -> Result {
    var lines: [String] = []
    var isDone = false
    let ended = try await Subprocess.run(
      configuration(arguments, [:]), input: .none, output: .string(limit: 1 << 24), error: .sequence
    ) { execution in
      for try await line in execution.standardError.strings() {
        lines.append(line)
        guard !isDone, isReady(line) else { continue }
        isDone = true
        do {
          try await body()
          if let signal { try execution.send(signal: signal) }
        } catch {
          try execution.send(signal: .kill)
          throw error
        }
      }
    }
    return Result(output: ended.standardOutput, error: lines.joined(separator: "\n"), status: ended.terminationStatus)
  }

  /// Whether a line of `--trace json` says that the task has started.
  static func hasStarted(_ task: String) -> (String) -> Bool {
    { $0.contains("\"task\":\"\(task)\"") && $0.contains("\"event\":\"started\"") }
  }
}

/// A directory that is there as long as the body runs.
func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let path = FileManager.default.temporaryDirectory.appending(path: "juggler-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}

/// Runs the body with a file of that text.
func withFile<Result>(
  _ name: String, _ text: String, _ body: (String) async throws -> Result
) async throws -> Result {
  try await withTemporaryDirectory { directory in
    let path = "\(directory)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return try await body(path)
  }
}

/// A document around a task list, indented by two.
func document(_ tasks: String, head: String = "") -> String {
  """
  document:
    dsl: 1.0.0
    namespace: tests
    name: sample
    version: 1.0.0
  \(head)
  do:
  \(tasks.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(separator: "\n"))
  """
}

/// The repository's root, found from this file.
let repository: String = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().path
