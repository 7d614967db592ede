public import JSON

/// One line of a run's history, append-only.
public struct JournalEntry: Sendable {
  public enum Kind: Sendable {
    /// The run exists. `digest` identifies the exact definition that it is pinned to.
    indirect case runStarted(workflow: WorkflowReference, digest: String, input: JSONValue)
    /// A step ended; on replay its outcome is taken from here.
    case stepEnded(StepID, StepOutcome)
    /// A wait began; on replay it ends at the same time.
    case timerSet(StepID, wakesAt: Timestamp)
    /// Nothing follows.
    indirect case runEnded(RunOutcome)
  }

  public var run: RunID
  public var at: Timestamp
  public var kind: Kind

  public init(run: RunID, at: Timestamp, kind: Kind) {
    self.run = run
    self.at = at
    self.kind = kind
  }
}

/// How a step ended.
public enum StepOutcome: Sendable, Hashable {
  case completed(JSONValue)
  indirect case faulted(Fault)

  public func get() throws(Fault) -> JSONValue {
    switch self {
    case .completed(let output): output
    case .faulted(let fault): throw fault
    }
  }
}

/// How a run ended.
public enum RunOutcome: Sendable, Hashable {
  case completed(JSONValue)
  case faulted(Fault)
  case cancelled

  public var status: RunStatus {
    switch self {
    case .completed: .completed
    case .faulted: .faulted
    case .cancelled: .cancelled
    }
  }

  /// The output; throws the `Fault`, or `CancellationError`.
  public func get() throws -> JSONValue {
    switch self {
    case .completed(let output): output
    case .faulted(let fault): throw fault
    case .cancelled: throw CancellationError()
    }
  }
}
