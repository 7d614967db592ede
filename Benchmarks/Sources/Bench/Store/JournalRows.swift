import JSON
import Juggler

/// The journal of many runs of five steps, as an engine would append it: `inFlight` runs at a time, each a row further
/// whenever its turn comes.
struct JournalRows {
  private struct Run {
    var id: RunID
    var next = 0
  }

  static let rowsOfARun = 7

  private var runs: [Run]
  private var turn = 0
  private var time = Timestamp.now

  init(inFlight: Int) {
    runs = (0..<max(1, inFlight)).map { _ in Run(id: RunID()) }
  }

  mutating func next(_ count: Int) -> [JournalEntry] { (0..<count).map { _ in next() } }

  private mutating func next() -> JournalEntry {
    turn = (turn + 1) % runs.count
    time = time + .microseconds(20)
    let run = runs[turn]
    runs[turn].next += 1
    switch run.next {
    case 0:
      let workflow = WorkflowReference(namespace: "default", name: "five-steps", version: "1.0.0")
      return JournalEntry(
        run: run.id, at: time,
        kind: .runStarted(RunStart(workflow: workflow, digest: "3f9a5c1b7d2e", input: ["order": 4711])))
    case Self.rowsOfARun - 1:
      runs[turn] = Run(id: RunID())
      return JournalEntry(run: run.id, at: time, kind: .runEnded(.completed(["steps": 5])))
    default:
      let step = StepID(task: "/do/\(run.next - 1)/step\(run.next)")
      let output: JSONValue = ["ok": true, "id": .integer(Int64(turn)), "name": "something to remember"]
      return JournalEntry(
        run: run.id, at: time, since: time + .microseconds(-150), kind: .stepEnded(step, .completed(output)))
    }
  }
}
