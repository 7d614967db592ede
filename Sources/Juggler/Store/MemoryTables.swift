/// What an `InMemoryStore` keeps, and the indexes that make it fast.
struct MemoryTables: ~Copyable {
  final class Run {
    var record: RunRecord
    var journal: [FeedItem] = []

    init(_ record: RunRecord) { self.record = record }
  }

  private struct Key: Hashable {
    var namespace: String
    var name: String
    var key: String
  }

  let endedRunsKept: Int
  private(set) var runs: [RunID: Run] = [:]
  /// Of all runs, and of some that were forgotten, oldest first.
  private(set) var order: [RunID] = []
  private var keys: [Key: RunID] = [:]
  /// In the order of their ends; some may have been retried or pruned since.
  private var ended: [RunID] = []
  private var firstEnded = 0
  private var finalCount = 0
  /// Nobody drives them, and somebody should: whatever the time.
  private(set) var ready: Set<RunID> = []
  /// Those that wait for a time and have no owner; some may have gone on since.
  private(set) var wakes = WakeHeap()
  private(set) var requested: Set<RunID> = []
  private(set) var recent = RecentEntries()

  static let eventsKept = 10_000
  /// Of these the newest are kept, in their order.
  var events: [StoredEvent] = []
  var eventNames: Set<EventName> = []
  var lastEvent: Int64 = 0

  var owners: [OwnerID: Owner] = [:]
  private var lastOwner: Int64 = 0
  private(set) var definitions: [String: StoredDefinition] = [:]

  /// Runs that are in no table any more. To free all that is theirs takes a while: whoever holds the lock takes them out.
  private var forgotten: [Run] = []

  mutating func takeForgotten() -> [Run] {
    if forgotten.isEmpty { return [] }
    defer { forgotten = [] }
    return forgotten
  }

  init(endedRunsKept: Int) { self.endedRunsKept = endedRunsKept }

  func check(_ owner: OwnerID?) throws(StoreError) {
    if let owner, owners[owner] == nil { throw .fenced(owner) }
  }

  mutating func append(_ batch: [JournalEntry], by owner: OwnerID?) {
    for entry in batch { append(entry, by: owner) }
  }

  mutating func append(_ entry: JournalEntry, by owner: OwnerID?) {
    switch entry.kind {
    case .stepEnded, .timerSet, .childStarted: if let run = runs[entry.run] { keep(entry, of: run) }
    case .runStarted: insert(entry, by: owner)
    case .moved, .halted, .retried, .signalReceived, .runEnded: change(entry)
    }
  }

  private mutating func keep(_ entry: JournalEntry, of run: Run) {
    let place = RecentEntries.Place(run: entry.run, index: Int32(truncatingIfNeeded: run.journal.count))
    run.journal.append(FeedItem(position: recent.append(place), entry: entry))
  }

  private mutating func insert(_ entry: JournalEntry, by owner: OwnerID?) {
    guard runs[entry.run] == nil, let record = RunRecord(entry, by: owner) else { return }
    if let key = record.idempotencyKey {
      keys[Key(namespace: record.workflow.namespace, name: record.workflow.name, key: key)] = record.id
    }
    let run = Run(record)
    // Most runs begin, take a step or two, and end.
    run.journal.reserveCapacity(4)
    keep(entry, of: run)
    runs[entry.run] = run
    insertInOrder(entry.run)
    index(run)
  }

  private mutating func change(_ entry: JournalEntry) {
    guard let run = runs[entry.run] else { return }
    let wasFinal = run.record.status.isFinal
    keep(entry, of: run)
    run.record.apply(entry)
    index(run)
    if case .runEnded = entry.kind, let parent = run.record.parent { _ = request(.wake, of: parent) }
    guard wasFinal != run.record.status.isFinal else { return }
    finalCount += wasFinal ? -1 : 1
    if !wasFinal {
      ended.append(entry.run)
      forgetBeyondLimit()
    }
  }

  mutating func start(_ entry: JournalEntry, by owner: OwnerID?) -> RunID {
    if case .runStarted(let start) = entry.kind, let key = start.idempotencyKey,
      let known = keys[Key(namespace: start.workflow.namespace, name: start.workflow.name, key: key)]
    {
      return known
    }
    insert(entry, by: owner)
    return entry.run
  }

  mutating func request(_ request: RunRequest, of id: RunID) -> Bool {
    guard let run = runs[id], !run.record.status.isFinal else { return false }
    run.record.ask(request)
    index(run)
    return true
  }

  /// Puts a run, after its record changed, into the indexes in which it belongs.
  mutating func index(_ run: Run) {
    // A copy of the record would cost more than all that follows.
    let id = run.record.id
    // At the beginning of time only those are due that do not wait for a time.
    if run.record.isDue(at: Timestamp(nanoseconds: .min)) {
      ready.insert(id)
    } else if !ready.isEmpty {
      ready.remove(id)
    }
    if run.record.request != nil { requested.insert(id) } else if !requested.isEmpty { requested.remove(id) }
    if run.record.status == .waiting, run.record.owner == nil, let wakesAt = run.record.wakesAt {
      wakes.insert(wakesAt, id)
    }
  }
}

// MARK: Forgetting

extension MemoryTables {
  private mutating func forgetBeyondLimit() {
    while finalCount > endedRunsKept, firstEnded < ended.count {
      let id = ended[firstEnded]
      firstEnded += 1
      guard let run = runs.removeValue(forKey: id) else { continue }
      if run.record.status.isFinal {
        removed(run)
        forgotten.append(run)
      } else {
        // It was retried.
        runs[id] = run
      }
    }
    // The forgotten prefix goes in one move for each doubling, so that forgetting stays O(1) on average.
    if firstEnded > 64, firstEnded * 2 > ended.count {
      ended.removeFirst(firstEnded)
      firstEnded = 0
    }
  }

  private mutating func remove(_ run: Run) {
    if runs.removeValue(forKey: run.record.id) != nil { removed(run) }
  }

  /// Takes a run that is not among the others any more out of what else tells of it.
  private mutating func removed(_ run: Run) {
    let id = run.record.id
    if run.record.status.isFinal { finalCount -= 1 }
    if let key = run.record.idempotencyKey {
      let workflow = run.record.workflow
      keys[Key(namespace: workflow.namespace, name: workflow.name, key: key)] = nil
    }
    if !ready.isEmpty { ready.remove(id) }
    if !requested.isEmpty { requested.remove(id) }
    if order.count > 64, order.count > runs.count * 2 { order.removeAll { runs[$0] == nil } }
  }

  mutating func prune(_ retention: Retention, limit: Int) -> Int {
    var pruned = 0
    for id in ended[firstEnded...] where pruned < limit {
      guard let run = runs[id], retention.covers(run.record) else { continue }
      remove(run)
      pruned += 1
    }
    if pruned > 0 {
      ended.removeAll { runs[$0] == nil }
      firstEnded = 0
    }
    return pruned
  }
}

// MARK: Listing

extension MemoryTables {
  /// Ids of version 7 come almost in order.
  private mutating func insertInOrder(_ id: RunID) {
    guard let last = order.last, id < last else { return order.append(id) }
    order.insert(id, at: position(of: id))
  }

  /// Of the first id that is not less.
  private func position(of id: RunID) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if order[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func page(_ query: RunQuery) throws(StoreError) -> Page<RunRecord> {
    var cursor: RunID?
    if let text = query.cursor {
      cursor = RunID(text)
      if cursor == nil { throw StoreError(.corrupt, "'\(text)' is no cursor of a list of runs") }
    }
    var items: [RunRecord] = []
    let limit = max(1, query.limit)
    func take(_ id: RunID) -> Bool {
      if let record = runs[id]?.record, query.matches(record) { items.append(record) }
      return items.count > limit
    }
    if query.oldestFirst {
      var index = cursor.map { position(of: $0) } ?? 0
      while index < order.count {
        if order[index] != cursor, take(order[index]) { break }
        index += 1
      }
    } else {
      var index = cursor.map { position(of: $0) } ?? order.count
      while index > 0 {
        index -= 1
        if take(order[index]) { break }
      }
    }
    guard items.count > limit else { return Page(items: items, nextCursor: nil) }
    items.removeLast()
    return Page(items: items, nextCursor: items.last?.id.description)
  }
}

// MARK: Owners

extension MemoryTables {
  mutating func register(_ name: String, until expiry: Timestamp) -> OwnerID {
    lastOwner += 1
    let id = OwnerID(lastOwner)
    owners[id] = Owner(id: id, name: name, expiresAt: expiry)
    return id
  }

  mutating func remove(_ owner: OwnerID) {
    guard owners.removeValue(forKey: owner) != nil else { return }
    for run in runs.values where run.record.owner == owner {
      run.record.owner = nil
      index(run)
    }
  }

  mutating func claimDue(for owner: OwnerID, at now: Timestamp, limit: Int) -> [RunRecord] {
    while let id = wakes.popFirst(before: now) {
      if let record = runs[id]?.record, record.isDue(at: now) { ready.insert(id) }
    }
    var due = ready.compactMap { runs[$0]?.record }
    due.sort { ($1.priority, $0.id) < ($0.priority, $1.id) }
    for index in due.indices.prefix(max(0, limit)) {
      guard let run = runs[due[index].id] else { continue }
      run.record.owner = owner
      due[index].owner = owner
      self.index(run)
    }
    return Array(due.prefix(max(0, limit)))
  }

  mutating func nextWake() -> Timestamp? {
    // Claims take those whose time has come out of the heap, and may leave some.
    var due: Timestamp?
    for id in ready {
      guard let record = runs[id]?.record, record.status == .waiting, let time = record.wakesAt else { continue }
      due = due.map { min($0, time) } ?? time
    }
    while let (time, id) = wakes.first {
      if let record = runs[id]?.record, record.status == .waiting, record.owner == nil, record.wakesAt == time {
        return due.map { min($0, time) } ?? time
      }
      wakes.removeFirst()
    }
    return due
  }
}

// MARK: Definitions

extension MemoryTables {
  mutating func save(_ definition: StoredDefinition) -> Bool {
    if let known = definitions.values.first(where: { $0.workflow == definition.workflow }) {
      return known.digest == definition.digest
    }
    definitions[definition.digest] = definition
    return true
  }

  func definitionPage(after cursor: String?, limit: Int) -> Page<StoredDefinition> {
    let sorted = definitions.values.sorted {
      ($0.workflow.namespace, $0.workflow.name, $0.savedAt, $0.digest)
        < ($1.workflow.namespace, $1.workflow.name, $1.savedAt, $1.digest)
    }
    let start = cursor.flatMap { digest in sorted.firstIndex { $0.digest == digest } }.map { $0 + 1 } ?? 0
    let items = Array(sorted.dropFirst(start).prefix(max(1, limit)))
    return Page(items: items, nextCursor: start + items.count < sorted.count ? items.last?.digest : nil)
  }

  mutating func removeDefinition(_ digest: String) -> Bool {
    if runs.values.contains(where: { $0.record.digest == digest && !$0.record.status.isFinal }) { return false }
    return definitions.removeValue(forKey: digest) != nil
  }
}
