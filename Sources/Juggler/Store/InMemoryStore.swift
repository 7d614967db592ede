import Synchronization

/// Keeps runs in memory: for those that need not outlive the process, and for tests.
///
/// Ended runs are kept too, up to a number; beyond it the one that ended first is forgotten.
public final class InMemoryStore: RunStore, ImmediateJournalStore {
  private let state: Mutex<MemoryTables>

  public init(endedRunsKept: Int = 1000) {
    state = Mutex(MemoryTables(endedRunsKept: max(0, endedRunsKept)))
  }

  public var isShared: Bool { false }

  /// Appends without an owner.
  public func append(_ batch: [JournalEntry]) {
    let forgotten = state.withLock { state in
      state.append(batch, by: nil)
      return state.takeForgotten()
    }
    withExtendedLifetime(forgotten) {}
  }

  public func append(_ batch: [JournalEntry], by owner: OwnerID?) throws(StoreError) {
    let forgotten = try state.withLock { state throws(StoreError) in
      try state.check(owner)
      state.append(batch, by: owner)
      return state.takeForgotten()
    }
    withExtendedLifetime(forgotten) {}
  }

  func appendNow(_ entry: JournalEntry, _ more: [JournalEntry], by owner: OwnerID?) throws(StoreError) {
    let forgotten = try state.withLock { state throws(StoreError) in
      try state.check(owner)
      state.append(entry, by: owner)
      for entry in more { state.append(entry, by: owner) }
      return state.takeForgotten()
    }
    withExtendedLifetime(forgotten) {}
  }

  public func journal(of run: RunID) -> [JournalEntry] {
    state.withLock { $0.runs[run]?.journal.map(\.entry) ?? [] }
  }

  public func journal(of run: RunID, after position: Int64, limit: Int) -> JournalPage {
    state.withLock { state in
      let journal = state.runs[run]?.journal ?? []
      let start = min(max(0, Int(clamping: position)), journal.count)
      let end = min(start + max(1, limit), journal.count)
      return JournalPage(
        entries: journal[start..<end].map(\.entry), next: end < journal.count ? Int64(end) : nil, end: Int64(end))
    }
  }

  public func unfinishedRuns() -> [RunID] {
    state.withLock { state in
      state.order.filter { state.runs[$0].map { !$0.record.status.isFinal } ?? false }
    }
  }

  public func start(_ entry: JournalEntry, by owner: OwnerID?) throws(StoreError) -> RunID {
    try state.withLock { state throws(StoreError) in
      try state.check(owner)
      return state.start(entry, by: owner)
    }
  }

  public func run(_ id: RunID) -> RunRecord? { state.withLock { $0.runs[id]?.record } }

  public func runs(_ query: RunQuery) throws(StoreError) -> Page<RunRecord> {
    try state.withLock { state throws(StoreError) in try state.page(query) }
  }

  public func runCounts() -> [RunStatus: Int] {
    state.withLock { state in
      state.runs.values.reduce(into: [:]) { $0[$1.record.status, default: 0] += 1 }
    }
  }

  public func transition(_ entry: JournalEntry, from statuses: Set<RunStatus>) -> Bool {
    state.withLock { state in
      guard let run = state.runs[entry.run], run.record.owner == nil, statuses.contains(run.record.status) else {
        return false
      }
      state.append([entry], by: nil)
      return true
    }
  }

  public func request(_ request: RunRequest, of run: RunID) -> Bool {
    state.withLock { $0.request(request, of: run) }
  }

  public func requests(to owner: OwnerID) -> [RunID: RunRequest] {
    state.withLock { state in
      state.requested.reduce(into: [:]) { requests, id in
        guard let record = state.runs[id]?.record, record.owner == owner else { return }
        requests[id] = record.request
      }
    }
  }

  public func clear(_ request: RunRequest, of run: RunID) {
    state.withLock { state in
      guard let stored = state.runs[run], stored.record.request == request else { return }
      stored.record.request = nil
      state.index(stored)
    }
  }

  public func register(owner name: String, until expiry: Timestamp) -> OwnerID {
    state.withLock { $0.register(name, until: expiry) }
  }

  public func renew(_ owner: OwnerID, until expiry: Timestamp) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      try state.check(owner)
      state.owners[owner]?.expiresAt = expiry
    }
  }

  public func evictOwners(expiredAt now: Timestamp) -> [OwnerID] {
    state.withLock { state in
      let expired = state.owners.values.filter { $0.expiresAt <= now }.map(\.id).sorted()
      for owner in expired { state.remove(owner) }
      return expired
    }
  }

  public func unregister(_ owner: OwnerID) { state.withLock { $0.remove(owner) } }

  public func owners() -> [Owner] { state.withLock { $0.owners.values.sorted { $0.id < $1.id } } }

  public func claimDueRuns(for owner: OwnerID, at now: Timestamp, limit: Int) throws(StoreError) -> [RunRecord] {
    try state.withLock { state throws(StoreError) in
      try state.check(owner)
      return state.claimDue(for: owner, at: now, limit: limit)
    }
  }

  public func claim(_ run: RunID, for owner: OwnerID) throws(StoreError) -> Bool {
    try state.withLock { state throws(StoreError) in
      try state.check(owner)
      guard let stored = state.runs[run], stored.record.owner == nil, !stored.record.status.isFinal else {
        return false
      }
      stored.record.owner = owner
      state.index(stored)
      return true
    }
  }

  public func nextWake() -> Timestamp? { state.withLock { $0.nextWake() } }

  public func save(_ definition: StoredDefinition) -> Bool { state.withLock { $0.save(definition) } }

  public func definition(digest: String) -> StoredDefinition? { state.withLock { $0.definitions[digest] } }

  public func definitions(after cursor: String?, limit: Int) -> Page<StoredDefinition> {
    state.withLock { $0.definitionPage(after: cursor, limit: limit) }
  }

  public func removeDefinition(digest: String) -> Bool { state.withLock { $0.removeDefinition(digest) } }

  public func prune(_ retention: Retention, limit: Int) -> Int { state.withLock { $0.prune(retention, limit: limit) } }

  public func feed(of run: RunID?, after position: Int64, limit: Int) -> [FeedItem] {
    state.withLock { $0.feed(of: run, after: position, limit: limit) }
  }

  public func feedPositions() -> FeedPositions {
    state.withLock { FeedPositions(journal: $0.recent.last, events: $0.lastEvent) }
  }

  public func publish(_ events: [StoredEvent]) -> Int { state.withLock { $0.publish(events) } }

  public func events(after position: Int64, limit: Int) -> [StoredEvent] {
    state.withLock { Array($0.events(after: position, limit: limit)) }
  }

  public func pruneEvents(before time: Timestamp, limit: Int) -> Int {
    state.withLock { $0.pruneEvents(before: time, limit: limit) }
  }
}
