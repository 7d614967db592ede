import JSON
import Juggler

let contractStart = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

/// A run of the contract suite, and the entries of its journal.
struct SampleRun {
  var id: RunID
  var start: RunStart

  /// - Parameter seconds: when it was created, after the beginning of the suite's time.
  init(_ seconds: Int = 0, name: String = "sample", _ change: (inout RunStart) -> Void = { _ in }) {
    id = RunID(at: contractStart + .seconds(seconds))
    start = RunStart(
      workflow: WorkflowReference(namespace: "contract", name: name, version: "1.0.0"), digest: "digest-\(name)",
      input: ["seconds": .integer(Int64(seconds))])
    createdAt = contractStart + .seconds(seconds)
    change(&start)
  }

  var createdAt: Timestamp

  var started: JournalEntry { entry(.runStarted(start), at: createdAt) }

  func entry(_ kind: JournalEntry.Kind, at time: Timestamp? = nil) -> JournalEntry {
    JournalEntry(run: id, at: time ?? createdAt + .seconds(1), kind: kind)
  }

  func step(_ name: String, _ output: JSONValue = .null) -> JournalEntry {
    JournalEntry(
      run: id, at: createdAt + .milliseconds(20), since: createdAt + .milliseconds(10),
      kind: .stepEnded(StepID(task: name), .completed(output)))
  }

  func moved(_ status: RunStatus, wakesAt: Timestamp? = nil) -> JournalEntry {
    entry(.moved(to: status, wakesAt: wakesAt))
  }

  func ended(_ outcome: RunOutcome = .completed(.null), at seconds: Int = 1) -> JournalEntry {
    entry(.runEnded(outcome), at: contractStart + .seconds(seconds))
  }
}

extension JournalEntry {
  /// Everything that the entry says, for comparing.
  var text: String {
    var what = "\(kind)"
    if case .runStarted(var start) = kind {
      // A dictionary describes itself in any order.
      let tags = start.tags.sorted { $0.key < $1.key }
      start.tags = [:]
      what = "\(start) \(tags)"
    }
    return "\(run) \(at.nanoseconds) \(since.map { String($0.nanoseconds) } ?? "-") \(what)"
  }
}

func names(_ journal: [JournalEntry]) -> [String] {
  journal.compactMap { if case .stepEnded(let id, _) = $0.kind { id.description } else { nil } }
}
