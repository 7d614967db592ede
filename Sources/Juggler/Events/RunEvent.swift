/// Something that happened to a run or to one of its tasks, for those who watch.
public struct RunEvent: Sendable {
  public enum Kind: String, Sendable, Hashable, Codable {
    case started, completed, faulted, cancelled, retried, skipped
  }

  /// What a task spends its time on while it runs.
  public enum Activity: String, Sendable, Hashable, Codable {
    /// Runs other tasks: its time is theirs.
    case composite
    /// Waits for something outside: a service, an event.
    case waiting
    /// Waits for time to pass.
    case sleeping
    /// Keeps a processor busy, here or in a process of its own.
    case computing
  }

  /// The task it happened to.
  public struct TaskIdentity: Sendable, Hashable {
    public var name: String
    /// JSON Pointer of the task in its definition.
    public var reference: String
    public var scope: StepID.Scope

    public init(name: String, reference: String, scope: StepID.Scope = .root) {
      self.name = name
      self.reference = reference
      self.scope = scope
    }
  }

  public var run: RunID
  /// `nil` when it happened to the run itself.
  public var task: TaskIdentity?
  public var kind: Kind
  public var activity: Activity
  /// From one monotonic clock, so that differences are durations.
  public var at: Timestamp
  /// Why, for `faulted` and `retried`.
  public var fault: Fault?
  /// For `retried`: how long until the next attempt starts.
  public var delay: Duration?

  public init(
    run: RunID, task: TaskIdentity? = nil, kind: Kind, activity: Activity = .composite, at: Timestamp,
    fault: Fault? = nil, delay: Duration? = nil
  ) {
    self.run = run
    self.task = task
    self.kind = kind
    self.activity = activity
    self.at = at
    self.fault = fault
    self.delay = delay
  }
}

/// Is told every event of an engine's runs, on the thread where it happens: it must be quick and must not block.
public protocol RunObserver: Sendable {
  func observe(_ event: RunEvent)
}
