public import JSON

/// One line of a run's history, append-only.
public struct JournalEntry: Sendable {
  public enum Kind: Sendable {
    /// The run exists.
    indirect case runStarted(RunStart)
    /// A step ended; on replay its outcome is taken from here.
    case stepEnded(StepID, StepOutcome)
    /// A wait or a time limit began; on replay it ends at the same time.
    case timerSet(StepID, wakesAt: Timestamp)
    /// The run started another as a part of itself; that one's `runStarted` is in the same batch.
    case childStarted(StepID, RunID)
    /// Somebody sent the run a signal.
    indirect case signalReceived(Signal)
    /// The run stands elsewhere from now on: admitted, waiting (until then, if it waits for time), suspended, resumed.
    case moved(to: RunStatus, wakesAt: Timestamp?)
    /// The engine cannot go on with the run, and this is why: it is suspended until somebody resumes it.
    indirect case halted(Fault)
    /// The run, though it ended, goes on: what it did before counts, but for the outcomes (and timers) of these steps.
    indirect case retried(forgetting: [StepID])
    /// The run is over.
    indirect case runEnded(RunOutcome)
  }

  public var run: RunID
  public var at: Timestamp
  /// For the end of a step: when the step began.
  public var since: Timestamp?
  public var kind: Kind

  public init(run: RunID, at: Timestamp, since: Timestamp? = nil, kind: Kind) {
    self.run = run
    self.at = at
    self.since = since
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
