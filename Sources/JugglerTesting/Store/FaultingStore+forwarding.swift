public import Juggler

/// Everything but appending goes to the store behind it, until the crash.
extension FaultingStore {
  private func alive() throws(StoreError) -> any RunStore {
    if hasCrashed, !isLosing { throw crash }
    return store
  }

  public var isShared: Bool { store.isShared }

  public func journal(of run: RunID, after position: Int64, limit: Int) async throws(StoreError) -> JournalPage {
    try await alive().journal(of: run, after: position, limit: limit)
  }

  public func start(_ entry: JournalEntry, by owner: OwnerID?) async throws(StoreError) -> RunID {
    try await write { () async throws(StoreError) in try await store.start(entry, by: owner) }
  }

  public func run(_ id: RunID) async throws(StoreError) -> RunRecord? { try await alive().run(id) }

  public func runs(_ query: RunQuery) async throws(StoreError) -> Page<RunRecord> { try await alive().runs(query) }

  public func runCounts() async throws(StoreError) -> [RunStatus: Int] { try await alive().runCounts() }

  public func transition(_ entry: JournalEntry, from statuses: Set<RunStatus>) async throws(StoreError) -> Bool {
    try await write { () async throws(StoreError) in try await store.transition(entry, from: statuses) }
  }

  public func request(_ request: RunRequest, of run: RunID) async throws(StoreError) -> Bool {
    try await write { () async throws(StoreError) in try await store.request(request, of: run) }
  }

  public func requests(to owner: OwnerID) async throws(StoreError) -> [RunID: RunRequest] {
    try await alive().requests(to: owner)
  }

  public func clear(_ request: RunRequest, of run: RunID) async throws(StoreError) {
    try await write { () async throws(StoreError) in try await store.clear(request, of: run) }
  }

  public func register(owner name: String, until expiry: Timestamp) async throws(StoreError) -> OwnerID {
    try await write { () async throws(StoreError) in try await store.register(owner: name, until: expiry) }
  }

  public func renew(_ owner: OwnerID, until expiry: Timestamp) async throws(StoreError) {
    try await alive().renew(owner, until: expiry)
  }

  public func evictOwners(expiredAt now: Timestamp) async throws(StoreError) -> [OwnerID] {
    try await alive().evictOwners(expiredAt: now)
  }

  public func unregister(_ owner: OwnerID) async throws(StoreError) { try await alive().unregister(owner) }

  public func owners() async throws(StoreError) -> [Owner] { try await alive().owners() }

  public func claimDueRuns(for owner: OwnerID, at now: Timestamp, limit: Int) async throws(StoreError) -> [RunRecord] {
    let runs = try await alive().claimDueRuns(for: owner, at: now, limit: limit)
    // An engine asks again and again; it is a write when there was something to claim.
    if killsProcess, !runs.isEmpty { try await write { () async throws(StoreError) in } }
    return runs
  }

  public func claim(_ run: RunID, for owner: OwnerID) async throws(StoreError) -> Bool {
    try await write { () async throws(StoreError) in try await store.claim(run, for: owner) }
  }

  public func nextWake() async throws(StoreError) -> Timestamp? { try await alive().nextWake() }

  public func save(_ definition: StoredDefinition) async throws(StoreError) -> Bool {
    try await alive().save(definition)
  }

  public func definition(digest: String) async throws(StoreError) -> StoredDefinition? {
    try await alive().definition(digest: digest)
  }

  public func definitions(after cursor: String?, limit: Int) async throws(StoreError) -> Page<StoredDefinition> {
    try await alive().definitions(after: cursor, limit: limit)
  }

  public func removeDefinition(digest: String) async throws(StoreError) -> Bool {
    try await alive().removeDefinition(digest: digest)
  }

  public func prune(_ retention: Retention, limit: Int) async throws(StoreError) -> Int {
    try await alive().prune(retention, limit: limit)
  }

  public func feed(of run: RunID?, after position: Int64, limit: Int) async throws(StoreError) -> [FeedItem] {
    try await alive().feed(of: run, after: position, limit: limit)
  }

  public func feedPositions() async throws(StoreError) -> FeedPositions { try await alive().feedPositions() }

  public func publish(_ events: [StoredEvent]) async throws(StoreError) -> Int { try await alive().publish(events) }

  public func events(after position: Int64, limit: Int) async throws(StoreError) -> [StoredEvent] {
    try await alive().events(after: position, limit: limit)
  }

  public func pruneEvents(before time: Timestamp, limit: Int) async throws(StoreError) -> Int {
    try await alive().pruneEvents(before: time, limit: limit)
  }
}
