import JSON
import Juggler

let testStart = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

/// A run, and the entries of its journal.
struct Sample {
  let id: RunID

  init(_ seconds: Int = 0) { id = RunID(at: testStart + .seconds(seconds)) }

  var started: JournalEntry { started() }

  func started(_ change: (inout RunStart) -> Void = { _ in }) -> JournalEntry {
    var start = RunStart(
      workflow: WorkflowReference(namespace: "test", name: "sample", version: "1.0.0"), digest: "d", input: ["n": 1])
    change(&start)
    return entry(.runStarted(start))
  }

  func step(_ name: String, _ output: JSONValue = .null) -> JournalEntry {
    entry(.stepEnded(StepID(task: name), .completed(output)))
  }

  func ended(_ output: JSONValue = .null, at seconds: Int = 1) -> JournalEntry {
    JournalEntry(run: id, at: testStart + .seconds(seconds), kind: .runEnded(.completed(output)))
  }

  func entry(_ kind: JournalEntry.Kind) -> JournalEntry { JournalEntry(run: id, at: testStart, kind: kind) }
}

extension JournalStore {
  /// The names of the steps in a run's journal.
  func steps(_ run: Sample) async throws -> [String] {
    try await history(of: run.id).compactMap { entry in
      if case .stepEnded(let id, _) = entry.kind { id.task } else { nil }
    }
  }
}
