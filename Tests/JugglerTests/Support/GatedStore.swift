import Juggler
import Synchronization

/// A store that commits a batch only when the test says so, and how.
final class GatedStore: JournalStore {
  private struct State {
    var batches: [[JournalEntry]] = []
    var waiting: [CheckedContinuation<Result<Void, StoreError>, Never>] = []
  }

  private let state = Mutex(State())

  /// Every batch that arrived, committed or not.
  var batches: [[JournalEntry]] { state.withLock { $0.batches } }

  func append(_ batch: [JournalEntry], by owner: OwnerID?) async throws(StoreError) {
    let result = await withCheckedContinuation { continuation in
      state.withLock {
        $0.batches.append(batch)
        $0.waiting.append(continuation)
      }
    }
    try result.get()
  }

  /// Ends the oldest append that waits.
  func finish(_ result: Result<Void, StoreError> = .success(())) {
    state.withLock { $0.waiting.removeFirst() }.resume(returning: result)
  }

  func journal(of run: RunID, after position: Int64, limit: Int) -> JournalPage {
    JournalPage(entries: batches.flatMap(\.self).filter { $0.run == run }, next: nil, end: position)
  }
}
