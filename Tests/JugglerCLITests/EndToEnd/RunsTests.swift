import Foundation
import JSON
import JugglerTesting
import Subprocess
import Synchronization
import Testing

/// Runs of one store, seen and changed by other processes than those that drive them.
@Suite struct RunsTests {
  private final class Kitchen: Sendable {
    let upstream: LoopbackUpstream
    /// What `/second` answers from now on.
    let second = Mutex(LoopbackResponse.json("two"))
    let directory: String

    init(_ upstream: LoopbackUpstream, _ directory: String) {
      self.upstream = upstream
      self.directory = directory
    }

    var store: String { "sqlite:\(directory)/runs.db" }
    var file: String { "\(directory)/order.yaml" }

    func calls(_ path: String) -> Int { upstream.requests.count { $0.path == path } }

    func runs(_ arguments: String...) async throws -> JugglerProcess.Result {
      try await JugglerProcess.run(["runs"] + arguments + ["--store", store])
    }

    /// The runs as JSON, the newest first.
    func list(_ arguments: String...) async throws -> [JSONValue] {
      let result = try await JugglerProcess.run(["runs", "list", "--output", "json", "--store", store] + arguments)
      #expect(result.exitCode == 0, "\(result.error)")
      return try JSONValue(parsing: result.output)["items"]?.arrayValue ?? []
    }

    func newest() async throws -> String { try await list().first?["id"]?.stringValue ?? "" }

    func answer(_ response: LoopbackResponse) { second.withLock { $0 = response } }

    func write(_ text: String) throws { try text.write(toFile: file, atomically: true, encoding: .utf8) }
  }

  /// A call of `/first`, a call of `/second`, and what both answered.
  private func withKitchen(
    second: LoopbackResponse = .json("two"), _ body: (Kitchen) async throws -> Void
  ) async throws {
    try await withLoopbackUpstream { upstream in
      try await withTemporaryDirectory { directory in
        let kitchen = Kitchen(upstream, directory)
        kitchen.answer(second)
        upstream.route("POST", "/first", .json("one"))
        upstream.route("POST", "/second") { [kitchen] _ in kitchen.second.withLock { $0 } }
        try kitchen.write(
          document(
            """
            - first:
                call: http
                with: { method: post, endpoint: '\(upstream.url)/first' }
                export: { as: '${ { first: . } }' }
            - second:
                call: http
                with: { method: post, endpoint: '\(upstream.url)/second' }
                output: { as: '${ [$context.first, .] }' }
            """))
        try await body(kitchen)
      }
    }
  }

  @Test func aKilledRunGoesOnWithoutItsFileAndRepeatsNoStepThatEnded() async throws {
    try await withKitchen(second: .hang) { kitchen in
      let (killed, _) = try await JugglerProcess.interrupt(
        ["run", kitchen.file, "--store", kitchen.store, "--trace", "json"], with: [.kill],
        when: JugglerProcess.hasStarted("second"))
      #expect(killed.output == "")
      kitchen.answer(.json("two"))
      try FileManager.default.removeItem(atPath: kitchen.file)
      let runs = try await kitchen.list()
      #expect(runs.count == 1)
      #expect(runs.first?["status"] == "running")

      let id = try await kitchen.newest()
      let resumed = try await kitchen.runs("resume", id, "--follow", "--trace", "none")
      #expect(resumed.exitCode == 0)
      #expect(resumed.output == #"["one","two"]"# + "\n")
      #expect(resumed.error == "")
      #expect(kitchen.calls("/first") == 1)

      let again = try await kitchen.runs("resume", id, "--follow")
      #expect(again.exitCode == 2)
      #expect(again.error.contains("is completed"))
    }
  }

  @Test func aFaultedRunIsRetriedWhereItFailed() async throws {
    try await withKitchen(second: .status(503)) { kitchen in
      let faulted = try await JugglerProcess.run("run", kitchen.file, "--store", kitchen.store, "--trace", "none")
      #expect(faulted.exitCode == 1)
      kitchen.answer(.json("two"))
      let id = try await kitchen.newest()
      let resumed = try await kitchen.runs("resume", id)
      #expect(resumed.exitCode == 2)
      #expect(resumed.error.contains("juggler runs retry"))
      let retried = try await kitchen.runs("retry", id, "--follow", "--trace", "none")
      #expect(retried.exitCode == 0)
      #expect(retried.output == #"["one","two"]"# + "\n")
      #expect(kitchen.calls("/first") == 1)
      #expect(kitchen.calls("/second") == 2)
    }
  }

  @Test func aForkDoesWhatFollowsItsStepAgain() async throws {
    try await withKitchen { kitchen in
      _ = try await JugglerProcess.run("run", kitchen.file, "--store", kitchen.store)
      kitchen.answer(.json("zwei"))
      let id = try await kitchen.newest()
      let fork = try await kitchen.runs("fork", id, "--from", "/do/1/second", "--follow", "--trace", "none")
      #expect(fork.output == #"["one","zwei"]"# + "\n")
      #expect(kitchen.calls("/first") == 1)
      let waiting = try await kitchen.runs("fork", id, "--input", #"{"table": 8}"#)
      let show = try await kitchen.runs("show", waiting.output.trimmingCharacters(in: .newlines), "--output", "json")
      let run = try JSONValue(parsing: show.output)
      #expect(run["status"] == "pending")
      #expect(run["input"] == ["table": 8])
      #expect(run["forkedFrom"] == .string(id))
      #expect(run["steps"] == [])
      let unknown = try await kitchen.runs("fork", id, "--from", "/do/7/none")
      #expect(unknown.exitCode == 2)
      #expect(unknown.error.contains("juggler runs show \(id)"))
    }
  }

  @Test func aRunOfAnotherProcessIsSuspendedResumedAndCancelled() async throws {
    try await withKitchen { kitchen in
      try kitchen.write(document("- rest:\n    wait:\n      minutes: 10"))
      let run = ["run", kitchen.file, "--store", kitchen.store, "--trace", "json"]
      var id = ""
      let suspended = try await JugglerProcess.beside(run, when: JugglerProcess.hasStarted("rest")) {
        id = try await kitchen.newest()
        let asked = try await kitchen.runs("suspend", id)
        #expect(asked.exitCode == 0)
        #expect(asked.output.hasPrefix(id))
      }
      #expect(suspended.exitCode == 75)
      #expect(suspended.output == "")
      #expect(suspended.errorLines.last?.contains("juggler runs resume \(id) --follow") == true)
      #expect(try await kitchen.list("--status", "suspended").count == 1)

      let resume = ["runs", "resume", id, "--follow", "--store", kitchen.store, "--trace", "json"]
      let cancelled = try await JugglerProcess.beside(resume, when: JugglerProcess.hasStarted("rest")) {
        let busy = try await kitchen.runs("resume", id)
        #expect(busy.exitCode == 2)
        #expect(busy.error.contains("is running"))
        #expect(try await kitchen.runs("cancel", id).exitCode == 0)
      }
      #expect(cancelled.exitCode == 130)
      #expect(try await kitchen.list().first?["status"] == "cancelled")
    }
  }

  @Test func theListIsATableOrJSONAndCanBeFiltered() async throws {
    try await withKitchen { kitchen in
      try kitchen.write(document("- keep:\n    set: { table: '${ .table }' }"))
      for table in 1...3 {
        let run = try await JugglerProcess.run(
          "run", kitchen.file, "--store", kitchen.store, "--trace", "none", "--tag", "table=\(table)", "--input",
          "{\"table\": \(table)}")
        #expect(run.exitCode == 0)
      }
      let runs = try await kitchen.list()
      #expect(runs.map { $0["output"]?["table"] } == [3, 2, 1])
      let names = [
        "id", "workflow", "status", "input", "output", "error", "createdAt", "startedAt", "endedAt", "parent", "tags",
      ]
      #expect(runs[0].objectValue.map { Array($0.keys) } == names)
      #expect(runs[0]["workflow"] == ["namespace": "tests", "name": "sample", "version": "1.0.0"])
      #expect(try await kitchen.list("--tag", "table=2").map { $0["input"] } == [["table": 2]])
      #expect(try await kitchen.list("--workflow", "tests/sample:1.0.0", "--status", "completed").count == 3)
      #expect(try await kitchen.list("--workflow", "other").isEmpty)
      #expect(try await kitchen.list("--oldest-first", "--limit", "1").first?["input"] == ["table": 1])

      let page = try await JSONValue(
        parsing: kitchen.runs("list", "--limit", "2", "--output", "json").output)
      let cursor = try #require(page["nextCursor"]?.stringValue)
      #expect(try await kitchen.list("--cursor", cursor).map { $0["input"] } == [["table": 1]])

      let table = try await kitchen.runs("list", "--limit", "2")
      let lines = table.output.split(separator: "\n")
      #expect(lines.first?.hasPrefix("ID") == true)
      #expect(lines.count == 3)
      #expect(lines[1].contains("completed  tests/sample:1.0.0"))
      #expect(!table.output.contains("\u{1B}"))
      #expect(table.error.contains("--cursor"))
    }
  }

  @Test func aRunIsShownWithItsSteps() async throws {
    try await withKitchen(second: .status(503)) { kitchen in
      _ = try await JugglerProcess.run("run", kitchen.file, "--store", kitchen.store)
      let id = try await kitchen.newest()
      let show = try await kitchen.runs("show", id)
      #expect(show.output.contains("status     faulted\n"))
      #expect(show.output.contains("/do/0/first   completed"))
      #expect(show.output.contains("/do/1/second  faulted"))
      let json = try await JSONValue(parsing: kitchen.runs("show", id, "--output", "json").output)
      #expect(json["steps"]?.arrayValue?.map { $0["id"] } == ["/do/0/first", "/do/1/second"])
      #expect(json["steps"]?[0]?["output"] == "one")
      #expect(json["steps"]?[1]?["error"]?["status"] == 503)
    }
  }

  /// What is edited while runs need it as it was.
  @Test func otherContentOfTheSameVersionIsNotKeptAndNeedsItsFile() async throws {
    try await withKitchen(second: .status(503)) { kitchen in
      let run = ["run", kitchen.file, "--store", kitchen.store, "--trace", "none"]
      #expect(try await JugglerProcess.run(run).exitCode == 1)
      let edited = try String(contentsOfFile: kitchen.file, encoding: .utf8)
        .replacing("[$context.first, .]", with: "{ first: $context.first, second: . }")
      try kitchen.write(edited)
      let second = try await JugglerProcess.run(run)
      #expect(second.exitCode == 1)
      #expect(second.error.contains("warning: the store has another definition of tests/sample:1.0.0"))

      let id = try await kitchen.newest()
      let without = try await kitchen.runs("retry", id, "--follow", "--trace", "none")
      #expect(without.exitCode == 75)
      #expect(without.error.contains("is gone"))
      kitchen.answer(.json("two"))
      let with = try await kitchen.runs("resume", id, "--follow", "--definition", kitchen.file, "--trace", "none")
      #expect(with.output == #"{"first":"one","second":"two"}"# + "\n")
    }
  }

  @Test(arguments: [
    ["show", "0198f3c1-2a00-7000-8000-000000000001"], ["resume", "0198f3c1-2a00-7000-8000-000000000001"],
    ["resume", "0198f3c1-2a00-7000-8000-000000000001", "--follow"], ["cancel", "nonsense"],
  ])
  func anUnknownRunIsAUsageError(arguments: [String]) async throws {
    try await withKitchen { kitchen in
      _ = try await JugglerProcess.run("run", kitchen.file, "--store", kitchen.store)
      let result = try await JugglerProcess.run(["runs"] + arguments + ["--store", kitchen.store])
      #expect(result.exitCode == 2)
      #expect(result.error.hasPrefix("juggler: error: "))
      #expect(result.error.contains("juggler runs list"))
    }
  }

  @Test func makesNoStoreWhereThereIsNone() async throws {
    try await withTemporaryDirectory { directory in
      let result = try await JugglerProcess.run("runs", "list", "--store", "sqlite:\(directory)/none.db")
      #expect(result.exitCode == 1)
      #expect(result.error.contains("there is no store at"))
      #expect(!FileManager.default.fileExists(atPath: "\(directory)/none.db"))
    }
  }
}
