import Synchronization

/// Group commit: entries of all runs that arrive while the store is busy share its next commit.
///
/// There is no writer task. Whoever finds the store idle leads: it commits what has gathered, then hands the lead to the
/// first of those who came meanwhile. So every append is somebody's own work, and an idle writer costs nothing.
final class JournalWriter: Sendable {
  private struct Waiter {
    var entry: JournalEntry
    var continuation: CheckedContinuation<Turn, any Error>
  }

  /// What a waiter is told.
  private enum Turn: Sendable {
    case committed
    /// Nobody has committed the waiters of this batch: commit them, yourself first.
    case lead([JournalEntry])
  }

  private struct State {
    var isCommitting = false
    var waiting: [Waiter] = []
    var following: [CheckedContinuation<Turn, any Error>] = []
  }

  private let store: any JournalStore
  private let state = Mutex(State())

  init(store: any JournalStore) { self.store = store }

  /// Returns when `entry` is durable. Cancelling the caller does not take the entry back.
  func append(_ entry: JournalEntry) async throws {
    let leads = state.withLock { state in
      if state.isCommitting { return false }
      state.isCommitting = true
      return true
    }
    try await leads ? commit([entry]) : follow(entry)
  }

  /// Waits until the commit under way is over, and then either leads the next or is part of it.
  @inline(never)
  private func follow(_ entry: JournalEntry) async throws {
    let turn = try await withCheckedThrowingContinuation { continuation in
      let mayLead = state.withLock { state in
        if state.isCommitting {
          state.waiting.append(Waiter(entry: entry, continuation: continuation))
          return false
        }
        state.isCommitting = true
        return true
      }
      if mayLead { continuation.resume(returning: Turn.lead([entry])) }
    }
    if case .lead(let batch) = turn { try await commit(batch) }
  }

  @inline(never)
  private func commit(_ batch: [JournalEntry]) async throws {
    let result: Result<Void, StoreError>
    do {
      try await store.append(batch, by: nil)
      result = .success(())
    } catch {
      result = .failure(error)
    }

    let (followers, next) = state.withLock { state in
      let followers = state.following
      let gathered = state.waiting
      state.waiting = []
      state.isCommitting = !gathered.isEmpty
      state.following = gathered.dropFirst().map(\.continuation)
      return (followers, gathered)
    }
    next.first?.continuation.resume(returning: .lead(next.map(\.entry)))
    for follower in followers {
      switch result {
      case .success: follower.resume(returning: .committed)
      case .failure(let error): follower.resume(throwing: error)
      }
    }
    try result.get()
  }
}
