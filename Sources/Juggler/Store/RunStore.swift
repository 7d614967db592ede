/// Appends entries to journals and reads them back.
public protocol JournalStore: Sendable {
  /// Appends all of the batch or nothing, in order, and returns when it is durable.
  ///
  /// This is the hot path: an engine commits the entries of all its runs in batches, one `append` at a time.
  ///
  /// In the same transaction the runs' records change as `RunRecord.apply(_:by:)` says: a `runStarted` makes the record
  /// (and `owner` its owner), `runEnded` and `moved` change it, steps and timers do not touch it. Besides, a `runEnded` of a
  /// run that has a `parent` leaves the request `wake` with that one (`RunRecord.ask`), if the store knows it and it is not
  /// final: so a parent that left memory never misses the end of its child. Appending again what a failed append may have
  /// stored is harmless: the start of a run that exists is ignored.
  ///
  /// The task that calls may be cancelled; that must not stop the append.
  ///
  /// - Parameter owner: the engine that writes. Once a batch, in its transaction, the store checks that this owner is
  ///   still registered, and else throws `fenced` and appends nothing. `nil` is not checked: for a store that one
  ///   process alone uses, and for what anybody may append (`signalReceived`).
  func append(_ batch: [JournalEntry], by owner: OwnerID?) async throws(StoreError)

  /// A part of a run's history, in the order of its appends; empty when the store does not know the run.
  ///
  /// - Parameters:
  ///   - position: where the last page ended, `JournalPage.next`; 0 for the first.
  ///   - limit: how many entries at most, at least 1.
  func journal(of run: RunID, after position: Int64, limit: Int) async throws(StoreError) -> JournalPage
}

/// A store whose appends are at once as durable as they ever get, because it keeps all in memory: there is nothing to wait
/// for, and nothing to gain from committing several together.
protocol ImmediateJournalStore: AnyObject, JournalStore {
  /// `append` of one entry and of those that belong to it.
  func appendNow(_ entry: JournalEntry, _ more: [JournalEntry], by owner: OwnerID?) throws(StoreError)
}

/// Where runs live: their records, their journals, the definitions they are pinned to, and who drives them.
///
/// A store keeps data and decides little. What a run may do next is the engine's to say (docs/state_machine.md); the
/// store's part is that every method here is one transaction, durable when it returns.
///
/// Several processes may use one store. Each registers as an *owner* with a lease that it renews. A run that is being
/// driven belongs to an owner; only its owner appends its steps. Whoever finds a lease expired evicts that owner, which
/// frees its runs, and from then on `append` refuses what the evicted one still tries to write.
///
/// The suite `RunStoreContract` in JugglerTesting is what a conforming store must pass.
public protocol RunStore: JournalStore {
  /// Whether other processes may use the same data. An engine takes a lease on a shared store before it drives a run.
  var isShared: Bool { get }

  // MARK: Runs

  /// Appends a `runStarted` whose start names an idempotency key, unless a run of the same workflow (namespace and
  /// name) has that key; then nothing is appended and that run's id is returned, else the new one's.
  func start(_ entry: JournalEntry, by owner: OwnerID?) async throws(StoreError) -> RunID

  /// The record of a run; `nil` when the store does not know it.
  func run(_ id: RunID) async throws(StoreError) -> RunRecord?

  /// The runs that match, newest first (by id, so by the time of their creation), or oldest first if the query says so.
  func runs(_ query: RunQuery) async throws(StoreError) -> Page<RunRecord>

  /// How many runs there are in each status; a status without a run may be missing.
  func runCounts() async throws(StoreError) -> [RunStatus: Int]

  /// A compare-and-set on a run that nobody drives: appends `entry` (and changes the record as it says) when the run has
  /// no owner and its status is one of `statuses`; else changes nothing.
  ///
  /// - Returns: whether it was appended.
  func transition(_ entry: JournalEntry, from statuses: Set<RunStatus>) async throws(StoreError) -> Bool

  // MARK: Requests

  /// Leaves a request for whoever drives the run, or will: its record's `request` becomes this one, unless a stronger
  /// one is there. A run with a request is due.
  ///
  /// - Returns: false, and nothing happens, when the run is unknown or final.
  func request(_ request: RunRequest, of run: RunID) async throws(StoreError) -> Bool

  /// The runs of this owner that have a request.
  func requests(to owner: OwnerID) async throws(StoreError) -> [RunID: RunRequest]

  /// Takes a request back once it is met, if it is still this one.
  func clear(_ request: RunRequest, of run: RunID) async throws(StoreError)

  // MARK: Owners

  /// Registers an owner.
  ///
  /// - Parameters:
  ///   - name: who it is, for people: host and process.
  ///   - expiry: when others may evict it, unless it renews before.
  /// - Returns: an id greater than every one that this store gave before.
  func register(owner name: String, until expiry: Timestamp) async throws(StoreError) -> OwnerID

  /// Prolongs a lease; throws `fenced` when the owner was evicted. A lease that expired and was not evicted is prolonged.
  func renew(_ owner: OwnerID, until expiry: Timestamp) async throws(StoreError)

  /// Removes owners whose lease ended at `now` or before, and frees their runs: `owner` becomes `nil`.
  func evictOwners(expiredAt now: Timestamp) async throws(StoreError) -> [OwnerID]

  /// Removes an owner that ends in good order, and frees its runs. One that is not registered is no error.
  func unregister(_ owner: OwnerID) async throws(StoreError)

  /// The owners registered now.
  func owners() async throws(StoreError) -> [Owner]

  /// Makes `owner` the owner of runs that are due at `now` (see `RunRecord.isDue(at:)`), up to `limit`: of the highest
  /// priority first, then the oldest. The status, a pending request and `wakesAt` stay as they are.
  ///
  /// Throws `fenced` when the owner is not registered.
  func claimDueRuns(for owner: OwnerID, at now: Timestamp, limit: Int) async throws(StoreError) -> [RunRecord]

  /// Makes `owner` the owner of this run, due or not, if nobody is and it is not final; whether it did. Throws `fenced`
  /// when the owner is not registered.
  func claim(_ run: RunID, for owner: OwnerID) async throws(StoreError) -> Bool

  /// The earliest `wakesAt` of a run that nobody drives; `nil` when none waits for a time.
  func nextWake() async throws(StoreError) -> Timestamp?

  // MARK: Definitions

  /// Keeps a definition. Saving the same again does nothing.
  ///
  /// - Returns: false, and nothing is saved, when the same reference is there with another digest.
  func save(_ definition: StoredDefinition) async throws(StoreError) -> Bool

  func definition(digest: String) async throws(StoreError) -> StoredDefinition?

  /// All definitions, ordered by namespace, name, and when they were saved.
  func definitions(after cursor: String?, limit: Int) async throws(StoreError) -> Page<StoredDefinition>

  /// Removes a definition, unless a run that is not final is pinned to it; whether it was removed.
  func removeDefinition(digest: String) async throws(StoreError) -> Bool

  // MARK: Retention

  /// Deletes ended runs with all that is theirs, those that ended first, up to `limit`; how many it deleted. Call it
  /// again until that is 0.
  func prune(_ retention: Retention, limit: Int) async throws(StoreError) -> Int

  // MARK: Feeds

  /// What was appended after a position, to the journal of one run or to all of them, in the order of the commits: whoever
  /// reads on from the last position that it got misses nothing that is kept.
  ///
  /// A store may keep the feed of all runs for a limited time; it begins then with the oldest entry that is there.
  func feed(of run: RunID?, after position: Int64, limit: Int) async throws(StoreError) -> [FeedItem]

  /// The newest positions: what is committed after this call has higher ones.
  func feedPositions() async throws(StoreError) -> FeedPositions

  /// Keeps events, in their order, durable when it returns. One whose source and id are there already is left out.
  ///
  /// - Returns: how many were new.
  func publish(_ events: [StoredEvent]) async throws(StoreError) -> Int

  /// The events after a position, in the order in which they were stored.
  func events(after position: Int64, limit: Int) async throws(StoreError) -> [StoredEvent]

  /// Deletes events that were received before a time, the oldest first, up to `limit`; how many it deleted.
  func pruneEvents(before time: Timestamp, limit: Int) async throws(StoreError) -> Int
}
