import Synchronization

/// Group commit: entries of all runs that arrive while the store is busy share its next commit.
///
/// There is no writer task. Whoever finds the store idle leads: it commits what has gathered, then hands the lead to the
/// first of those who came meanwhile. So every append is somebody's own work, and an idle writer costs nothing. Nor is
/// there a queue to overflow: whoever appends waits, and a store that is slow slows the runs down.
///
/// Those whose entries were just committed have their turn before the next commit begins: runs whose next step ends at once
/// are all in it, and it is not that of the quickest of them alone.
final class JournalWriter: Sendable {
  private struct Waiter {
    var entry: JournalEntry
    /// That belong to it.
    var more: [JournalEntry]
    var continuation: Continuation
  }

  private typealias Continuation = UnsafeContinuation<Turn, any Error>

  /// What a waiter is told.
  private enum Turn: Sendable {
    case committed
    /// Commit your own entries, and those of all who wait.
    case lead
  }

  private struct State {
    var isCommitting = false
    /// Whether several entries were in the last commit, and those who waited for it may not have had their turn since.
    var isAmongMany = false
    var owner: OwnerID?
    /// Whether a store that is unavailable is waited for.
    var isPatient = false
    var waiting: [Waiter] = []
  }

  private let store: any JournalStore
  /// The same store, if nobody has to wait for it.
  private let immediate: (any ImmediateJournalStore)?
  /// The owner in `state`, for those who need no more of it; 0 for none.
  private let owner = Atomic<Int64>(0)
  private let time: (any Timekeeper)?
  private let bell: FeedBell?
  private let monitor: (any EngineMonitor)?
  private let state = Mutex(State())
  /// Is told when the store becomes unavailable, and with `nil` when it works again.
  private let report: @Sendable (StoreError?) -> Void

  init(
    store: any JournalStore, time: (any Timekeeper)? = nil, bell: FeedBell? = nil, monitor: (any EngineMonitor)? = nil,
    report: @escaping @Sendable (StoreError?) -> Void = { _ in }
  ) {
    self.store = store
    immediate = store as? any ImmediateJournalStore
    self.time = time
    self.bell = bell
    self.monitor = monitor
    self.report = report
  }

  /// In whose name to append from now on.
  func write(as owner: OwnerID?) {
    state.withLock { $0.owner = owner }
    self.owner.store(owner?.value ?? 0, ordering: .releasing)
  }

  /// Whether to wait for a store that is unavailable, as long as it takes.
  func setPatient(_ isPatient: Bool) { state.withLock { $0.isPatient = isPatient } }

  /// Returns when `entry` is durable, with `more` in the same transaction. Cancelling the caller does not take it back.
  func append(_ entry: JournalEntry, _ more: [JournalEntry] = []) async throws {
    guard let immediate else { return try await appendInGroup(entry, more) }
    let owner = owner.load(ordering: .acquiring)
    try immediate.appendNow(entry, more, by: owner == 0 ? nil : OwnerID(owner))
    // Nothing that takes time has been done.
    if more.isEmpty {
      monitor?.committed(entry)
    } else {
      monitor?.committed([entry] + more, in: .zero, error: nil)
    }
  }

  @inline(never)
  private func appendInGroup(_ entry: JournalEntry, _ more: [JournalEntry]) async throws {
    let (leads, isAmongMany) = state.withLock { state in
      defer {
        state.isCommitting = true
        state.isAmongMany = false
      }
      return (!state.isCommitting, state.isAmongMany)
    }
    guard leads else { return try await follow(entry, more) }
    if isAmongMany { await Task.yield() }
    try await commit([entry] + more)
  }

  /// Waits until the commit under way is over, and then either leads the next or is part of it.
  @inline(never)
  private func follow(_ entry: JournalEntry, _ more: [JournalEntry]) async throws {
    let turn = try await withUnsafeThrowingContinuation { (continuation: Continuation) in
      let leads = state.withLock { state in
        if state.isCommitting { state.waiting.append(Waiter(entry: entry, more: more, continuation: continuation)) }
        defer { state.isCommitting = true }
        return !state.isCommitting
      }
      if leads { continuation.resume(returning: .lead) }
    }
    if case .lead = turn { try await commit([entry] + more) }
  }

  /// Commits the leader's entries and those that have gathered.
  @inline(never)
  private func commit(_ own: [JournalEntry]) async throws {
    var batch = own
    let followers = takeGathered(into: &batch)
    let result = await store(batch)
    bell?.ring()
    let next = state.withLock { state in
      state.isCommitting = !state.waiting.isEmpty
      state.isAmongMany = !followers.isEmpty
      return state.waiting.isEmpty ? nil : state.waiting.removeFirst().continuation
    }
    for follower in followers {
      switch result {
      case .success: follower.resume(returning: .committed)
      case .failure(let error): follower.resume(throwing: error)
      }
    }
    // After those, and it takes what has gathered when it is its turn.
    next?.resume(returning: .lead)
    try result.get()
  }

  private func takeGathered(into batch: inout [JournalEntry]) -> [Continuation] {
    let gathered = state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
    batch.reserveCapacity(batch.count + gathered.count)
    for waiter in gathered {
      batch.append(waiter.entry)
      if !waiter.more.isEmpty { batch.append(contentsOf: waiter.more) }
    }
    return gathered.map(\.continuation)
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
