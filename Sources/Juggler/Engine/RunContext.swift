public import AsyncPatterns
public import JSON

/// What a workflow's body may do to the world, and the only way that it may do it.
public struct RunContext: Sendable {
  let active: ActiveRun

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
    let outcome: StepOutcome
    do {
      outcome = .completed(try await effect())
    } catch let fault as Fault {
      outcome = .faulted(fault)
    }
    try await active.append(.stepEnded(id, outcome))
    return try outcome.get()
  }

  /// Waits for `duration`, counted from when the run first came here: a restart does not prolong the wait.
  public func sleep(_ id: StepID, for duration: Duration) async throws {
    let wakesAt: Timestamp
    if let recorded = active.recordedTimer(of: id) {
      wakesAt = recorded
    } else {
      wakesAt = now + duration
      try await active.append(.timerSet(id, wakesAt: wakesAt))
    }
    let remaining = wakesAt - now
    if remaining > .zero { try await active.engine.time.sleep(for: remaining) } else { try Task.checkCancellation() }
  }

  /// Runs `operation` and cancels it when it takes longer than `limit`; then throws `TimeoutError` once it has ended.
  ///
  /// That the time was up is durable before it is thrown: a replay throws at once, as the first pass did. A limit of a
  /// minute or more keeps its deadline across a restart; a shorter one starts anew, like the effects that it limits.
  public func withTimeout<R>(_ id: StepID, _ limit: Duration, _ operation: () async throws -> R) async throws -> R {
    guard active.recordedOutcome(of: id) == nil else { throw TimeoutError(limit: limit) }
    var remaining = limit
    if limit >= .seconds(60) {
      let deadline = active.recordedTimer(of: id) ?? now + limit
      if active.recordedTimer(of: id) == nil { try await active.append(.timerSet(id, wakesAt: deadline)) }
      remaining = deadline - now
    }
    do {
      return try await active.engine.time.withTimeout(remaining, operation)
    } catch is TimeoutError {
      try await active.append(.stepEnded(id, .faulted(Fault(.timeout, detail: "not finished after \(limit)"))))
      throw TimeoutError(limit: limit)
    }
  }

  /// The outcome that the journal held for a step when the run was loaded.
  ///
  /// With `record`, for what depends on which of several things happened first: a replay must not let another one win.
  package func recordedOutcome(of id: StepID) -> StepOutcome? { active.recordedOutcome(of: id) }

  /// Journals an outcome that no `step` produced; returns when it is durable.
  package func record(_ outcome: StepOutcome, of id: StepID) async throws {
    try await active.append(.stepEnded(id, outcome))
  }

  /// Tells the observers, if there are any.
  @inlinable
  public func report(_ event: @autoclosure () -> RunEvent) {
    if isObserved { send(event()) }
  }

  /// Whether anybody watches; spares building events that nobody reads.
  public var isObserved: Bool { !active.engine.observers.isEmpty }

  @usableFromInline
  func send(_ event: RunEvent) {
    for observer in active.engine.observers { observer.observe(event) }
  }
}
