import JSON
import Juggler
import Testing

struct InMemoryStoreTests {
  let store = InMemoryStore()

  func started(_ run: RunID) -> JournalEntry {
    JournalEntry(
      run: run, at: testStart,
      kind: .runStarted(
        RunStart(
          workflow: WorkflowReference(namespace: "test", name: "a", version: "1.0.0"), digest: "d", input: .null)))
  }

  func ended(_ run: RunID) -> JournalEntry {
    JournalEntry(run: run, at: testStart, kind: .runEnded(.completed(.null)))
  }

  func step(_ run: RunID, _ name: String) -> JournalEntry {
    JournalEntry(run: run, at: testStart, kind: .stepEnded(StepID(task: name), .completed(.string(name))))
  }

  @Test func keepsEachRunsEntriesInOrder() {
    let (a, b) = (RunID(), RunID())
    store.append([started(a), started(b), step(a, "1")])
    store.append([step(b, "x"), step(a, "2")])
    #expect(stepNames(store.journal(of: a)) == ["1", "2"])
    #expect(stepNames(store.journal(of: b)) == ["x"])
  }

  @Test func knowsNothingOfARunThatNeverStarted() {
    #expect(store.journal(of: RunID()).isEmpty)
    #expect(store.unfinishedRuns().isEmpty)
  }

  @Test func listsUnfinishedRunsOldestFirst() {
    let runs = (0..<5).map { RunID(at: testStart + .seconds($0)) }
    store.append(runs.shuffled().map(started))
    store.append([ended(runs[1]), ended(runs[3])])
    #expect(store.unfinishedRuns() == [runs[0], runs[2], runs[4]])
  }

  @Test func forgetsTheRunThatEndedFirstBeyondItsLimit() {
    let store = InMemoryStore(endedRunsKept: 2)
    let runs = (0..<200).map { RunID(at: testStart + .seconds($0)) }
    for run in runs { store.append([started(run), ended(run)]) }
    #expect(store.journal(of: runs[197]).isEmpty)
    #expect(store.journal(of: runs[198]).count == 2)
    #expect(store.journal(of: runs[199]).count == 2)
  }

  @Test func neverForgetsAnUnfinishedRun() {
    let store = InMemoryStore(endedRunsKept: 0)
    let unfinished = RunID(at: testStart)
    store.append([started(unfinished)])
    for _ in 0..<100 {
      let run = RunID()
      store.append([started(run), ended(run)])
    }
    #expect(store.unfinishedRuns() == [unfinished])
    #expect(store.journal(of: unfinished).count == 1)
  }

  func stepNames(_ journal: [JournalEntry]) -> [String] {
    journal.compactMap { if case .stepEnded(let id, _) = $0.kind { id.task } else { nil } }
  }
}
