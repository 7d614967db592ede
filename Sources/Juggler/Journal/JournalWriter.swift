import Synchronization

/// Group commit: entries of all runs that arrive while the store is busy share its next commit.
///
/// There is no writer task. Whoever finds the store idle leads: it commits what has gathered, then hands the lead to the
/// first of those who came meanwhile. So every append is somebody's own work, and an idle writer costs nothing. Nor is
/// there a queue to overflow: whoever appends waits, and a store that is slow slows the runs down.
final class JournalWriter: Sendable {
  private struct Waiter {
    var entry: JournalEntry
    /// That belong to it.
    var more: [JournalEntry]
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
    var owner: OwnerID?
    /// Whether a store that is unavailable is waited for.
    var isPatient = false
    var waiting: [Waiter] = []
    var following: [CheckedContinuation<Turn, any Error>] = []
  }

  private let store: any JournalStore
  private let time: (any Timekeeper)?
  private let monitor: (any EngineMonitor)?
  private let state = Mutex(State())
  /// Is told when the store becomes unavailable, and with `nil` when it works again.
  private let report: @Sendable (StoreError?) -> Void

  init(
    store: any JournalStore, time: (any Timekeeper)? = nil, monitor: (any EngineMonitor)? = nil,
    report: @escaping @Sendable (StoreError?) -> Void = { _ in }
  ) {
    self.store = store
    self.time = time
    self.monitor = monitor
    self.report = report
  }

  /// In whose name to append from now on.
  func write(as owner: OwnerID?) { state.withLock { $0.owner = owner } }

  /// Whether to wait for a store that is unavailable, as long as it takes.
  func setPatient(_ isPatient: Bool) { state.withLock { $0.isPatient = isPatient } }

  /// Returns when `entry` is durable, with `more` in the same transaction. Cancelling the caller does not take it back.
  func append(_ entry: JournalEntry, _ more: [JournalEntry] = []) async throws {
    let leads = state.withLock { state in
      if state.isCommitting { return false }
      state.isCommitting = true
      return true
    }
    try await leads ? commit([entry] + more) : follow(entry, more)
  }

  /// Waits until the commit under way is over, and then either leads the next or is part of it.
  @inline(never)
  private func follow(_ entry: JournalEntry, _ more: [JournalEntry]) async throws {
    let turn = try await withCheckedThrowingContinuation { continuation in
      let mayLead = state.withLock { state in
        if state.isCommitting {
          state.waiting.append(Waiter(entry: entry, more: more, continuation: continuation))
          return false
        }
        state.isCommitting = true
        return true
      }
      if mayLead { continuation.resume(returning: Turn.lead([entry] + more)) }
    }
    if case .lead(let batch) = turn { try await commit(batch) }
  }

  @inline(never)
  private func commit(_ batch: [JournalEntry]) async throws {
    let result = await store(batch)
    let (followers, next, batch) = state.withLock { state in
      let followers = state.following
      let gathered = state.waiting
      state.waiting = []
      state.isCommitting = !gathered.isEmpty
      state.following = gathered.dropFirst().map(\.continuation)
      var batch: [JournalEntry] = []
      batch.reserveCapacity(gathered.count)
      for waiter in gathered {
        batch.append(waiter.entry)
        if !waiter.more.isEmpty { batch.append(contentsOf: waiter.more) }
      }
      return (followers, gathered.first, batch)
    }
    next?.continuation.resume(returning: .lead(batch))
    for follower in followers {
      switch result {
      case .success: follower.resume(returning: .committed)
      case .failure(let error): follower.resume(throwing: error)
      }
    }
    try result.get()
  }

  private func store(_ batch: [JournalEntry]) async -> Result<Void, StoreError> {
    guard let monitor else { return await append(batch) }
    let begin = ContinuousClock.now
    let result = await append(batch)
    let duration = begin.duration(to: .now)
    switch result {
    case .success: monitor.committed(batch, in: duration, error: nil)
    case .failure(let error): monitor.committed(batch, in: duration, error: error)
    }
    return result
  }

  private func append(_ batch: [JournalEntry]) async -> Result<Void, StoreError> {
    do {
      try await store.append(batch, by: state.withLock { $0.owner })
      return .success(())
    } catch {
      return await storePatiently(batch, after: error)
    }
  }

  /// Tries again until the store works, if that is what to do; what was appended is not acknowledged meanwhile, and all
  /// runs wait here.
  private func storePatiently(_ batch: [JournalEntry], after first: StoreError) async -> Result<Void, StoreError> {
    var error = first
    var delay = Duration.milliseconds(50)
    while error.code == .unavailable, let time, state.withLock({ $0.isPatient }) {
      report(error)
      await time.pause(for: delay)
      delay = min(delay * 2, .seconds(5))
      do {
        try await store.append(batch, by: state.withLock { $0.owner })
        report(nil)
        return .success(())
      } catch let failure {
        error = failure
      }
    }
    return .failure(error)
  }
}
