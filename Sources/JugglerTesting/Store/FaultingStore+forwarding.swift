public import Juggler

/// Everything but appending goes to the store behind it, until the crash.
extension FaultingStore {
  public func journal(of run: RunID, after position: Int64, limit: Int) async throws(StoreError) -> JournalPage {
    try await pass(.journal(run, after: position))
    return try await store.journal(of: run, after: position, limit: limit)
  }

  public func start(_ entry: JournalEntry, by owner: OwnerID?) async throws(StoreError) -> RunID {
    try await write(.start) { () async throws(StoreError) in try await store.start(entry, by: owner) }
  }

  public func run(_ id: RunID) async throws(StoreError) -> RunRecord? {
    try await pass(.run(id))
    return try await store.run(id)
  }

  public func runs(_ query: RunQuery) async throws(StoreError) -> Page<RunRecord> {
    try await pass(.runs)
    return try await store.runs(query)
  }

  public func runCounts() async throws(StoreError) -> [RunStatus: Int] {
    try await pass(.runs)
    return try await store.runCounts()
  }

  public func transition(_ entry: JournalEntry, from statuses: Set<RunStatus>) async throws(StoreError) -> Bool {
    try await write(.transition(entry.run)) { () async throws(StoreError) in
      try await store.transition(entry, from: statuses)
    }
  }

  public func request(_ request: RunRequest, of run: RunID) async throws(StoreError) -> Bool {
    try await write(.request(run)) { () async throws(StoreError) in try await store.request(request, of: run) }
  }

  public func requests(to owner: OwnerID) async throws(StoreError) -> [RunID: RunRequest] {
    try await pass(.requests)
    return try await store.requests(to: owner)
  }

  public func clear(_ request: RunRequest, of run: RunID) async throws(StoreError) {
    try await write(.clear(run)) { () async throws(StoreError) in try await store.clear(request, of: run) }
  }

  public func register(owner name: String, until expiry: Timestamp) async throws(StoreError) -> OwnerID {
    try await write(.register) { () async throws(StoreError) in try await store.register(owner: name, until: expiry) }
  }

  public func renew(_ owner: OwnerID, until expiry: Timestamp) async throws(StoreError) {
    try await pass(.renew)
    try await store.renew(owner, until: expiry)
  }

  public func evictOwners(expiredAt now: Timestamp) async throws(StoreError) -> [OwnerID] {
    try await pass(.evict)
    return try await store.evictOwners(expiredAt: now)
  }

  public func unregister(_ owner: OwnerID) async throws(StoreError) {
    try await pass(.unregister)
    try await store.unregister(owner)
  }

  public func owners() async throws(StoreError) -> [Owner] {
    try await pass(.runs)
    return try await store.owners()
  }

  public func claimDueRuns(for owner: OwnerID, at now: Timestamp, limit: Int) async throws(StoreError) -> [RunRecord] {
    try await pass(.claimDue)
    let runs = try await store.claimDueRuns(for: owner, at: now, limit: limit)
    if !runs.isEmpty { try await noteClaim() }
    return runs
  }

  public func claim(_ run: RunID, for owner: OwnerID) async throws(StoreError) -> Bool {
    try await write(.claim(run)) { () async throws(StoreError) in try await store.claim(run, for: owner) }
  }

  public func nextWake() async throws(StoreError) -> Timestamp? {
    try await pass(.nextWake)
    return try await store.nextWake()
  }

  public func save(_ definition: StoredDefinition) async throws(StoreError) -> Bool {
    try await pass(.definitions)
    return try await store.save(definition)
  }

  public func definition(digest: String) async throws(StoreError) -> StoredDefinition? {
    try await pass(.definitions)
    return try await store.definition(digest: digest)
  }

  public func definitions(after cursor: String?, limit: Int) async throws(StoreError) -> Page<StoredDefinition> {
    try await pass(.definitions)
    return try await store.definitions(after: cursor, limit: limit)
  }

  public func removeDefinition(digest: String) async throws(StoreError) -> Bool {
    try await pass(.definitions)
    return try await store.removeDefinition(digest: digest)
  }

  public func prune(_ retention: Retention, limit: Int) async throws(StoreError) -> Int {
    try await pass(.prune)
    return try await store.prune(retention, limit: limit)
  }

  public func feed(of run: RunID?, after position: Int64, limit: Int) async throws(StoreError) -> [FeedItem] {
    try await pass(.feed)
    return try await store.feed(of: run, after: position, limit: limit)
  }

  public func feedPositions() async throws(StoreError) -> FeedPositions {
    try await pass(.feed)
    return try await store.feedPositions()
  }

  public func publish(_ events: [StoredEvent]) async throws(StoreError) -> Int {
    try await write(.events) { () async throws(StoreError) in try await store.publish(events) }
  }

  public func events(after position: Int64, limit: Int) async throws(StoreError) -> [StoredEvent] {
    try await pass(.events)
    return try await store.events(after: position, limit: limit)
  }

  public func pruneEvents(before time: Timestamp, limit: Int) async throws(StoreError) -> Int {
    try await pass(.events)
    return try await store.pruneEvents(before: time, limit: limit)
  }
}
