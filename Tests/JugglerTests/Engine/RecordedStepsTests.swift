import JSON
import JugglerTesting
import Testing

@testable import Juggler

struct RecordedStepsTests {
  /// A long journal, which notes how much of it was asked for at once.
  private struct LongJournal: JournalStore {
    let entries: [JournalEntry]
    let pages = Log<Int>()

    func append(_ batch: [JournalEntry], by owner: OwnerID?) async throws(StoreError) {}

    func journal(of run: RunID, after position: Int64, limit: Int) async throws(StoreError) -> JournalPage {
      let end = min(entries.count, Int(position) + limit)
      pages.append(end - Int(position))
      return JournalPage(
        entries: Array(entries[Int(position)..<end]), next: end < entries.count ? Int64(end) : nil, end: Int64(end))
    }
  }

  @Test func readsALongJournalOnceAPageAtATime() async throws {
    let run = RunID(at: testStart)
    let store = LongJournal(
      entries: (0..<2500).map { number in
        let id = StepID(task: "/do/0/a", scope: .root.appending(.iteration(number)))
        return JournalEntry(run: run, at: testStart, kind: .stepEnded(id, .completed(.integer(Int64(number)))))
      })
    let recorded = try await RecordedSteps(of: run, in: store)
    #expect(store.pages.values == [1000, 1000, 500])
    #expect(recorded.outcomes.count == 2500)
    #expect(
      recorded.outcomes[StepID(task: "/do/0/a", scope: .root.appending(.iteration(2499)))] == .completed(2499))
  }
}
