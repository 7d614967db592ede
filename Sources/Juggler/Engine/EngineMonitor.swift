import Synchronization

/// Is told what an engine does, for metrics and traces.
///
/// It is called where things happen, several times a run, so it must be quick and must not block.
public protocol EngineMonitor: AnyObject, Sendable {
  /// A run begins here, or goes on here after a restart or a long wait.
  func began(_ run: MonitoredRun)

  /// A run that began here is driven here no more: it ended so, or, without an outcome, it goes on later.
  func stopped(_ run: MonitoredRun, _ outcome: RunOutcome?, at time: Timestamp)

  /// The store committed these entries together, or could not.
  func committed(_ entries: [JournalEntry], in duration: Duration, error: StoreError?)

  /// The store, for which nobody has to wait, has taken this entry.
  func committed(_ entry: JournalEntry)
}

extension EngineMonitor {
  public func committed(_ entry: JournalEntry) { committed([entry], in: .zero, error: nil) }
}

/// What a monitor may know of a run.
public struct MonitoredRun: Sendable {
  public var id: RunID
  public var workflow: WorkflowReference
  /// When it first began to run.
  public var startedAt: Timestamp
  public var tags: [String: String]
  /// Whether it has begun before, here or elsewhere.
  public var isReplayed: Bool
}

/// How much an engine has to do at a moment.
public struct EngineLoad: Sendable, Hashable {
  /// Runs under way, callers' own included.
  public var active: Int
  /// Runs that wait for their turn.
  public var queued: Int
}

extension Engine {
  public var load: EngineLoad {
    tables.withLock { EngineLoad(active: $0.active.count + $0.executing.count, queued: $0.queued.count) }
  }

  func reportStop(of active: ActiveRun, _ outcome: RunOutcome?, at endedAt: Timestamp? = nil) {
    monitor?.stopped(active.monitored, outcome, at: endedAt ?? time.now)
  }
}
