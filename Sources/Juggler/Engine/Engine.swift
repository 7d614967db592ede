public import AsyncPatterns
public import JSON

/// Drives runs: starts them, journals their steps, resumes those that a crash interrupted.
public final class Engine: Sendable {
  public let store: any RunStore
  public let cpuPool: CPUPool
  let observers: [any RunObserver]
  let journal: JournalWriter
  let time: any Timekeeper

  /// - Parameters:
  ///   - clock: what every wait of every run sleeps on; a `TimerClock` makes them entries of one heap.
  ///   - startTime: the wall-clock time now, from which `clock` counts on.
  public init<C: Clock>(
    store: any RunStore, clock: C, cpuPool: CPUPool, observers: [any RunObserver] = [], startTime: Timestamp = .now
  ) where C.Duration == Duration {
    self.store = store
    self.cpuPool = cpuPool
    self.observers = observers
    journal = JournalWriter(store: store)
    time = ClockTimekeeper(clock: clock, startTime: startTime)
  }

  /// Runs a workflow to its end in the caller's task; cancelling the caller cancels the run.
  ///
  /// Throws the `Fault` that ended the run, `CancellationError`, or a `StoreError`: then the run is not over, and
  /// `resume` goes on with it.
  public func execute<W: Workflow>(_ workflow: W, input: JSONValue, id: RunID? = nil) async throws -> JSONValue {
    let startedAt = time.now
    let active = ActiveRun(
      id: id ?? RunID(at: startedAt), workflow: workflow.reference, startedAt: startedAt, engine: self, recorded: nil)
    try await active.append(
      .runStarted(RunStart(workflow: workflow.reference, digest: workflow.digest, input: input)), at: startedAt)
    return try await drive(workflow, input: input, active)
  }

  /// Goes on with a run that its journal shows to be unfinished; for a finished one, returns how it ended.
  public func resume<W: Workflow>(_ id: RunID, as workflow: W) async throws -> JSONValue {
    let history = try await store.history(of: id)
    guard let first = history.first, case .runStarted(let start) = first.kind else {
      throw Fault(.configuration, detail: "no run \(id) in the store")
    }
    guard start.digest == workflow.digest else {
      throw Fault(
        .configuration,
        detail: "run \(id) started with another definition of \(start.workflow) (digest \(start.digest)), this one has "
          + "\(workflow.digest): resume it with the definition it started with")
    }
    if case .runEnded(let outcome)? = history.last?.kind { return try outcome.get() }
    let active = ActiveRun(
      id: id, workflow: start.workflow, startedAt: first.at, engine: self, recorded: RecordedSteps(history))
    return try await drive(workflow, input: start.input, active)
  }

  private func drive<W: Workflow>(_ workflow: W, input: JSONValue, _ active: ActiveRun) async throws -> JSONValue {
    let context = RunContext(active: active)
    context.report(RunEvent(run: active.id, kind: .started, at: time.now))
    let outcome: RunOutcome
    do {
      let output = try await workflow.run(workflow.decode(input: input), in: context)
      outcome = .completed(try workflow.encode(output: output))
    } catch let fault as Fault {
      outcome = .faulted(fault)
    } catch is CancellationError {
      outcome = .cancelled
    }
    try await active.append(.runEnded(outcome))
    context.report(ending(of: active.id, outcome))
    return try outcome.get()
  }

  private func ending(of run: RunID, _ outcome: RunOutcome) -> RunEvent {
    switch outcome {
    case .completed, .continued: RunEvent(run: run, kind: .completed, at: time.now)
    case .faulted(let fault): RunEvent(run: run, kind: .faulted, at: time.now, fault: fault)
    case .cancelled: RunEvent(run: run, kind: .cancelled, at: time.now)
    }
  }
}
