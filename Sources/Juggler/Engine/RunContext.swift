public import AsyncPatterns
public import JSON

/// What a workflow's body may do to the world, and the only way that it may do it.
public struct RunContext: Sendable {
  let active: ActiveRun
  /// In which the steps that Swift code names stand.
  let scope: StepID.Scope

  init(active: ActiveRun, scope: StepID.Scope = .root) {
    self.active = active
    self.scope = scope
  }

  public var run: RunID { active.id }
  public var workflow: WorkflowReference { active.workflow }
  public var startedAt: Timestamp { active.startedAt }
  /// Where work that keeps a processor busy belongs.
  public var cpuPool: CPUPool { active.engine.cpuPool }
  /// The time now, from one monotonic clock. It differs between replays: a body uses it for events only.
  public var now: Timestamp { active.engine.time.now }

  /// Performs an effect once.
  ///
  /// When the journal holds the step's outcome, that is returned and `effect` is not called. Otherwise `effect` runs, and
  /// its output or `Fault` is returned only when it is durable. Cancellation is no outcome: a cancelled step runs again
  /// when the run is resumed.
  public func step(_ id: StepID, _ effect: () async throws -> JSONValue) async throws -> JSONValue {
    if let recorded = active.recordedOutcome(of: id) { return try recorded.get() }
    try await active.enter()
    defer { active.leave() }
    let since = now
    let outcome: StepOutcome
    do {
      outcome = .completed(try await effect())
    } catch let fault as Fault {
      outcome = .faulted(fault)
    }
    try await active.append(.stepEnded(id, outcome), since: since)
    return try outcome.get()
  }

  /// Waits for `duration`, counted from when the run first came here: a restart does not prolong the wait.
  ///
  /// - Returns: when the wait was to end, the same on every replay.
  @discardableResult
  public func sleep(_ id: StepID, for duration: Duration) async throws -> Timestamp {
    let wakesAt: Timestamp
    if let recorded = active.recordedTimer(of: id) {
      wakesAt = recorded
    } else {
      try await active.checkOpen()
      wakesAt = now + duration
      try await active.append(.timerSet(id, wakesAt: wakesAt))
    }
    let remaining = wakesAt - now
    // A wait that ended while nobody drove the run may have ended after a time limit around it.
    try active.checkDeadlines(wakesAt)
    guard remaining > .zero else {
      try Task.checkCancellation()
      return wakesAt
    }
    let isShort = active.beginWait(until: wakesAt)
    do {
      try await active.engine.time.sleep(for: remaining)
    } catch {
      active.interruptWait(until: wakesAt, isShort: isShort)
      throw error
    }
    active.endWait(isShort: isShort)
    return wakesAt
  }

  /// Tells the observers, if there are any.
  @inlinable
  public func report(_ event: @autoclosure () -> RunEvent) {
    if isObserved { send(event()) }
  }

  /// Whether anybody watches; spares building events that nobody reads.
  public var isObserved: Bool { active.engine.isObserved }

  @usableFromInline
  func send(_ event: RunEvent) {
    // What unwinds because the run leaves memory is not cancelled: it goes on.
    if event.kind == .cancelled, let reason = active.interruption, reason != .cancelled { return }
    active.engine.send(event)
  }
}
