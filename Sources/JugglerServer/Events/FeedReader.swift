import JSON
import Juggler
import JugglerAPI

/// Makes CloudEvents of what the feeds hold, and of what happens live.
struct FeedReader {
  static let pageSize = 500
  private static let memory = 10_000

  let store: any RunStore
  /// Of the runs that were seen last.
  private var runs: [RunID: LifecycleEvents] = [:]
  /// The steps whose ends were read last: they are not told again when they are heard of live.
  private var ended: Set<Step> = []
  private var endedBefore: Set<Step> = []

  private struct Step: Hashable {
    var run: RunID
    var id: StepID
  }

  init(store: any RunStore) { self.store = store }

  /// The next page of both feeds; empty at their ends. Moves the cursor behind it.
  mutating func read(after cursor: inout EventCursor) async throws -> [FeedEvent] {
    var found: [FeedEvent] = []
    let items = try await store.feed(of: nil, after: cursor.journal, limit: Self.pageSize)
    for item in items {
      if case .stepEnded(let id, _) = item.entry.kind { remember(Step(run: item.entry.run, id: id)) }
      // A run that was deleted meanwhile is nobody's business any more.
      if let event = try await lifecycle(of: item)?.event(item) { found.append(event) }
      cursor.journal = item.position
    }
    for event in try await store.events(after: cursor.events, limit: Self.pageSize) {
      found.append(FeedEvent(event))
      cursor.events = event.position
    }
    return found
  }

  mutating func convert(_ live: [RunEvent]) async throws -> [FeedEvent] {
    var found: [FeedEvent] = []
    for event in live {
      guard let task = event.task else { continue }
      let step = Step(run: event.run, id: StepID(task: task.reference, scope: task.scope))
      if event.kind == .completed || event.kind == .faulted, ended.contains(step) || endedBefore.contains(step) {
        continue
      }
      if let event = try await lifecycle(of: event.run)?.event(event) { found.append(event) }
    }
    return found
  }

  // MARK: Parts

  private mutating func remember(_ step: Step) {
    if ended.count >= Self.memory { (endedBefore, ended) = (ended, []) }
    ended.insert(step)
  }

  private mutating func lifecycle(of item: FeedItem) async throws -> LifecycleEvents? {
    let run = item.entry.run
    // Only the record says whether a run begins with this.
    if case .moved(.running, _) = item.entry.kind, runs[run]?.startedAt == nil { runs[run] = nil }
    return try await lifecycle(of: run)
  }

  private mutating func lifecycle(of run: RunID) async throws -> LifecycleEvents? {
    if let known = runs[run] { return known }
    guard let record = try await store.run(run) else { return nil }
    if runs.count >= Self.memory { runs = [:] }
    runs[run] = LifecycleEvents(record)
    return runs[run]
  }
}

extension FeedEvent {
  init(_ event: StoredEvent) {
    self.init(
      place: .events(event.position), at: event.receivedAt, run: nil, type: event.body["type"]?.stringValue ?? "",
      json: event.body.serialized())
  }
}
