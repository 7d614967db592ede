#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How an engine serves.
public struct EngineConfiguration: Sendable {
  /// Who drives the runs, for people that look at the store.
  public var name: String
  /// How long an engine that says nothing counts as alive. It renews its lease three times as often.
  public var lease: Duration
  /// How often to look for what other processes left in a shared store: runs that are due, requests, expired leases.
  public var pollInterval: Duration
  /// A run leaves memory when all it waits for is further away than this.
  public var parkingThreshold: Duration
  /// For how long nothing must have happened in a run before it leaves memory.
  public var parkingDelay: Duration
  /// How many runs to claim in one transaction.
  public var claimLimit: Int
  /// How many runs may be in memory before due ones stay in the store until there is room: those of higher priority come
  /// first, then the oldest. Runs that are started here are taken in whatever their number; one that waits for longer
  /// than `parkingThreshold`, for a signal or for another run makes room.
  public var loadedRunLimit: Int
  /// Whether to drive every run of the store that nobody drives. If not, only those that this engine starts and those that
  /// it is given (`Engine.adopt`): for a process that is there for one run, on a store that others use too.
  public var drivesEveryRun: Bool
  /// What to delete, and when.
  public var retention: [RetentionRule]
  /// How often to delete it.
  public var retentionInterval: Duration

  public init(
    name: String? = nil, lease: Duration = .seconds(15), pollInterval: Duration = .seconds(1),
    parkingThreshold: Duration = .seconds(60), parkingDelay: Duration = .seconds(1), claimLimit: Int = 1000,
    loadedRunLimit: Int = 10_000, drivesEveryRun: Bool = true, retention: [RetentionRule] = RetentionRule.defaults,
    retentionInterval: Duration = .seconds(3600)
  ) {
    self.name = name ?? "process \(getpid())"
    self.lease = lease
    self.pollInterval = pollInterval
    self.parkingThreshold = parkingThreshold
    self.parkingDelay = parkingDelay
    self.claimLimit = max(1, claimLimit)
    self.loadedRunLimit = max(1, loadedRunLimit)
    self.drivesEveryRun = drivesEveryRun
    self.retention = retention
    self.retentionInterval = retentionInterval
  }
}

/// Runs that ended so are deleted so long after.
public struct RetentionRule: Sendable, Hashable {
  public var statuses: Set<RunStatus>
  public var age: Duration
  /// Only of this workflow, if given.
  public var workflow: Retention.WorkflowName?

  public init(_ statuses: Set<RunStatus>, age: Duration, workflow: Retention.WorkflowName? = nil) {
    self.statuses = statuses
    self.age = age
    self.workflow = workflow
  }

  /// Completed runs after 30 days, faulted and cancelled ones after 90.
  public static var defaults: [RetentionRule] {
    [
      RetentionRule([.completed], age: .seconds(30 * 86_400)),
      RetentionRule([.faulted, .cancelled], age: .seconds(90 * 86_400)),
    ]
  }
}
