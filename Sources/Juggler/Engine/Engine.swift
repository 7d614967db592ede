public import AsyncPatterns
public import JSON
import Logging
import Synchronization

/// Drives runs: starts them, journals their steps, resumes those that a crash interrupted.
///
/// `execute` runs a workflow in the caller's task. As a service, `run` drives any number of runs, which `start` adds:
///
/// ```swift
/// try await withThrowingTaskGroup { group in
///   group.addTask { try await engine.run() }
///   let handle = try await engine.start(workflow, input: ["order": 7])
///   print(try await handle.output())
/// }
/// ```
public final class Engine: Sendable {
  public let store: any RunStore
  public let cpuPool: CPUPool
  /// The workflows that this engine can run.
  public let workflows: WorkflowRegistry
  public let configuration: EngineConfiguration
  let observers: [any RunObserver]
  let monitor: (any EngineMonitor)?
  let hub = EventHub()
  let feedBell = FeedBell()
  let journal: JournalWriter
  let time: any Timekeeper
  let admission: Admission
  let lease: Lease
  let tables = Mutex(EngineTables())
  /// Rings when there may be something new in the store.
  let doorbell = Notifier()
  /// Rings when many runs are idle.
  let crowding = Notifier()
  let launches: AsyncStream<RunTicket>
  let launch: AsyncStream<RunTicket>.Continuation
  let log = Logger(label: "juggler.engine")

  /// - Parameters:
  ///   - clock: what every wait of every run sleeps on; a `TimerClock` makes them entries of one heap.
  ///   - startTime: the wall-clock time now, from which `clock` counts on.
  public init<C: Clock>(
    store: any RunStore, clock: C, cpuPool: CPUPool, observers: [any RunObserver] = [],
    monitor: (any EngineMonitor)? = nil, startTime: Timestamp = .now, workflows: WorkflowRegistry = WorkflowRegistry(),
    configuration: EngineConfiguration = EngineConfiguration()
  ) where C.Duration == Duration {
    self.store = store
    self.cpuPool = cpuPool
    self.observers = observers
    self.monitor = monitor
    self.workflows = workflows
    self.configuration = configuration
    let time = ClockTimekeeper(clock: clock, startTime: startTime)
    self.time = time
    journal = JournalWriter(store: store, time: time, bell: feedBell, monitor: monitor) { [log] error in
      if let error {
        log.error("runs pause: \(error)")
      } else {
        log.notice("the store works again, runs go on")
      }
    }
    lease = Lease { [journal] in journal.write(as: $0) }
    let (launches, launch) = AsyncStream.makeStream(of: RunTicket.self)
    self.launches = launches
    self.launch = launch
    admission = Admission(time: time) { launch.yield($0) }
  }

  /// Runs a workflow to its end in the caller's task; cancelling the caller cancels the run.
  ///
  /// Throws the `Fault` that ended the run, `CancellationError`, or a `StoreError`: then the run is not over, and
  /// `resume` goes on with it.
  ///
  /// - Parameter sharesTask: whether the run may be one with the calling task, which spares a task for each run: then
  ///   whoever cancels the run by its id cancels that task, too. For tasks that do nothing but this.
  public func execute<W: Workflow>(
    _ workflow: W, input: JSONValue, id: RunID? = nil, tags: [String: String] = [:], sharesTask: Bool = false
  ) async throws -> JSONValue {
    let start = RunStart(
      workflow: workflow.reference, digest: workflow.digest, input: workflow.recorded(input: input), tags: tags)
    let now = time.now
    return try await execute(workflow, start, id: id ?? RunID(at: now), at: now, before: nil, sharesTask: sharesTask)
  }

  /// - Parameter before: an entry of another run that belongs into the same transaction, before the start.
  func execute<W: Workflow>(
    _ workflow: W, _ start: RunStart, id: RunID, at startedAt: Timestamp, before: JournalEntry?,
    sharesTask: Bool = false
  ) async throws -> JSONValue {
    let active = ActiveRun(
      id: id, workflow: workflow.reference, startedAt: startedAt, engine: self, recorded: nil, tags: start.tags)
    return try await withLease {
      let started = JournalEntry(run: id, at: startedAt, kind: .runStarted(start))
      if let before { try await journal.append(before, [started]) } else { try await journal.append(started) }
      return try await driveAll(workflow, input: start.input, active, sharesTask: sharesTask)
    }
  }

  /// Goes on with a run that its journal shows to be unfinished; for a finished one, returns how it ended.
  public func resume<W: Workflow>(_ id: RunID, as workflow: W) async throws -> JSONValue {
    guard let record = try await store.run(id) else {
      throw Fault(.configuration, detail: "no run \(id) in the store")
    }
    guard record.digest == workflow.digest else {
      throw Fault(
        .configuration,
        detail: "run \(id) started with another definition of \(record.workflow) (digest \(record.digest)), this one "
          + "has \(workflow.digest): resume it with the definition it started with")
    }
    if let outcome = record.outcome { return try outcome.get() }
    return try await withLease {
      if let owner = lease.owner, try await !store.claim(id, for: owner) {
        // Whoever had it may have brought it to its end meanwhile.
        if let outcome = try await store.run(id)?.outcome { return try outcome.get() }
        throw StoreError(.fenced, "run \(id) is driven by another process")
      }
      // Not before the run is ours: until then others may append to its journal.
      let active = ActiveRun(
        id: id, workflow: record.workflow, startedAt: record.createdAt, engine: self,
        recorded: try await RecordedSteps(of: id, in: store), tags: record.tags)
      return try await driveAll(workflow, input: record.input, active)
    }
  }

  /// Drives a run, and those in which it is continued.
  private func driveAll<W: Workflow>(
    _ workflow: W, input: JSONValue, _ active: ActiveRun, sharesTask: Bool = false
  ) async throws -> JSONValue {
    var (input, active) = (input, active)
    while true {
      do {
        return try await drive(workflow, input: input, active, sharesTask: sharesTask)
      } catch let next as ContinueAsNew {
        active = try await successor(of: active, workflow, next)
        input = workflow.recorded(input: next.input)
      }
    }
  }

  private func drive<W: Workflow>(
    _ workflow: W, input: JSONValue, _ active: ActiveRun, sharesTask: Bool
  ) async throws -> JSONValue {
    tables.withLock { $0.executing[active.id] = active }
    defer { tables.withLock { $0.executing[active.id] = nil } }
    let context = RunContext(active: active)
    monitor?.began(active.monitored)
    context.report(RunEvent(run: active.id, kind: .started, at: time.now))
    let result =
      sharesTask
      ? await active.task.run { await Self.result(of: workflow, input, context) }
      : await resultApart(of: workflow, input, context)
    active.markEnded()
    let outcome = try outcome(of: active, result, workflow)
    let endedAt = time.now
    do {
      try await active.append(.runEnded(outcome), at: endedAt)
    } catch {
      reportStop(of: active, nil)
      throw error
    }
    report(outcome, of: active.id)
    reportStop(of: active, outcome, at: endedAt)
    tell(active.id, .ended(outcome))
    return try result.get()
  }

  /// How a run ends whose body came to this; throws when it does not end here. No part of `drive`, whose frame every
  /// run has on its stack.
  @inline(never)
  private func outcome(
    of active: ActiveRun, _ result: Result<JSONValue, any Error>, _ workflow: some Workflow
  ) throws -> RunOutcome {
    let interruption = active.interruption
    if case .deposed = interruption {
      reportStop(of: active, nil)
      throw StoreError(
        .fenced, "run \(active.id) is not this engine's any more; the engine that has it goes on with it")
    }
    switch (result, interruption) {
    case (.success(let output), _): return .completed(workflow.recorded(output: output))
    case (.failure(let error), _) where error is ContinueAsNew: throw error
    case (.failure(let error), _) where error is StoreError:
      reportStop(of: active, nil)
      throw error
    case (.failure, .cancelled): return .cancelled
    case (.failure(let error), _): return RunOutcome(error)
    }
  }

  /// In a task of its own, so that whoever cancels the run does not cancel its caller.
  @inline(never)
  private func resultApart<W: Workflow>(
    of workflow: W, _ input: JSONValue, _ context: RunContext
  ) async -> Result<JSONValue, any Error> {
    async let ending = context.active.task.run { await Self.result(of: workflow, input, context) }
    return await ending
  }

  private static func result<W: Workflow>(
    of workflow: W, _ input: JSONValue, _ context: RunContext
  ) async -> Result<JSONValue, any Error> {
    do {
      return .success(try await workflow.perform(input, in: context))
    } catch {
      return .failure(error)
    }
  }

  private func successor<W: Workflow>(
    of active: ActiveRun, _ workflow: W, _ next: ContinueAsNew
  ) async throws -> ActiveRun {
    let now = time.now
    let id = RunID(at: now)
    let start = RunStart(
      workflow: workflow.reference, digest: workflow.digest, input: workflow.recorded(input: next.input),
      continues: active.id, tags: active.tags)
    do {
      try await journal.append(
        JournalEntry(run: id, at: now, kind: .runStarted(start)),
        [JournalEntry(run: active.id, at: now, kind: .runEnded(.continued(as: id)))])
    } catch {
      reportStop(of: active, nil)
      throw error
    }
    report(.continued(as: id), of: active.id)
    reportStop(of: active, .continued(as: id))
    return ActiveRun(
      id: id, workflow: workflow.reference, startedAt: now, engine: self, recorded: nil, tags: active.tags)
  }

  func warn(_ message: String) { log.warning("\(message)") }
  func fail(_ message: String) { log.error("\(message)") }

  func report(_ outcome: RunOutcome, of run: RunID) {
    guard isObserved else { return }
    let event =
      switch outcome {
      case .completed, .continued: RunEvent(run: run, kind: .completed, at: time.now)
      case .faulted(let fault): RunEvent(run: run, kind: .faulted, at: time.now, fault: fault)
      case .cancelled: RunEvent(run: run, kind: .cancelled, at: time.now)
      }
    send(event)
  }

  var isObserved: Bool {
    !observers.isEmpty || hub.hasSubscribers || feedBell.isFollowed.load(ordering: .relaxed)
  }

  func send(_ event: RunEvent) {
    for observer in observers { observer.observe(event) }
    if hub.hasSubscribers { hub.send(event) }
    feedBell.tell(event)
  }
}

extension RunOutcome {
  /// How a run ends whose body threw this.
  init(_ error: any Error) {
    switch error {
    case let fault as Fault: self = .faulted(fault)
    case is CancellationError: self = .cancelled
    default: self = .faulted(Fault(.runtime, detail: String(describing: error)))
    }
  }
}

/// Thrown by `RunContext.continueAsNew`, through the body, to the engine.
struct ContinueAsNew: Error {
  var input: JSONValue
}
