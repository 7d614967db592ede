public import JSON
import Synchronization

/// What can be done to a run, wherever it is: driven here, queued here, driven by another process, or by nobody.
/// docs/state_machine.md shows every transition.
extension Engine {
  /// Ends a run; its effects in flight are cancelled. A run that is cancelled already is no error.
  public func cancel(_ run: RunID) async throws {
    if interrupt(run, .cancelled) {
      // So that a crash before the run has ended, or its leaving memory at this moment, does not undo it.
      _ = try await store.request(.cancel, of: run)
      return
    }
    try await change(run, .cancel, from: [.pending, .running, .waiting, .suspended], done: .cancelled) {
      .runEnded(.cancelled)
    }
    tell(run, .ended(.cancelled))
    try await cancelChildren(of: run)
  }

  /// A run that is not in memory cannot cancel the runs that are parts of it.
  func cancelChildren(of run: RunID) async throws {
    let query = RunQuery(statuses: [.pending, .running, .waiting, .suspended], parent: run)
    for child in try await store.allRuns(query) { try? await cancel(child) }
  }

  /// Lets a run stand still: no more effects begin, those in flight end and are journaled. Returns when that is decided,
  /// which may be before the last of them has ended.
  public func suspend(_ run: RunID) async throws {
    if interrupt(run, .suspended) { return }
    try await change(run, .suspend, from: [.pending, .running, .waiting], done: .suspended) {
      .moved(to: .suspended, wakesAt: nil)
    }
  }

  /// Lets a suspended run go on.
  public func resume(_ run: RunID) async throws {
    if let active = tables.withLock({ $0.active[run] }), case .suspended = active.interruption {
      if !active.takeSuspensionBack(), !active.state.withLock({ $0.wantsToResume }) {
        throw RunCommandError(.status(.running), run)
      }
      return
    }
    let wasInTime = tables.withLock { tables in
      guard case .suspended? = tables.interruptions[run] else { return false }
      tables.interruptions[run] = nil
      return true
    }
    if wasInTime { return }
    while true {
      let entry = JournalEntry(run: run, at: time.now, kind: .moved(to: .pending, wakesAt: nil))
      if try await store.transition(entry, from: [.suspended]) { return doorbell.raise() }
      guard let record = try await store.run(run) else { throw RunCommandError(.unknownRun, run) }
      if record.status == .suspended, record.owner == nil { continue }
      // Its driver has not met the request to suspend it yet.
      guard record.request == .suspend else { throw RunCommandError(.status(record.status), run) }
      return try await store.clear(.suspend, of: run)
    }
  }

  /// Lets a run that faulted or was cancelled go on where it failed: the step whose fault ended it is performed again, all
  /// that was done before counts.
  ///
  /// - Parameter steps: which steps to perform again; `nil` for the one that failed.
  public func retry(_ run: RunID, steps: [StepID]? = nil) async throws {
    let history = try await store.history(of: run)
    guard !history.isEmpty else { throw RunCommandError(.unknownRun, run) }
    let forgotten = steps ?? history.failedStep.map { [$0] } ?? []
    let entry = JournalEntry(run: run, at: time.now, kind: .retried(forgetting: forgotten))
    guard try await store.transition(entry, from: [.faulted, .cancelled]) else {
      guard let record = try await store.run(run) else { throw RunCommandError(.unknownRun, run) }
      throw RunCommandError(.status(record.status), run)
    }
    doorbell.raise()
  }

  /// Starts a run that has done what another one did before a step, with the same input or another.
  ///
  /// - Parameters:
  ///   - step: as the journal writes it (`StepID.description`): this step and what ended after it is not taken over;
  ///     `nil` to begin from the start.
  ///   - input: `nil` for the one that the run had.
  public func fork(_ run: RunID, before step: String? = nil, input: JSONValue? = nil) async throws -> RunHandle {
    let history = try await store.history(of: run)
    guard case .runStarted(var start)? = history.first?.kind else { throw RunCommandError(.unknownRun, run) }
    start.forkedFrom = run
    start.idempotencyKey = nil
    start.parent = nil
    start.continues = nil
    start.status = .pending
    start.isUnowned = true
    if let input {
      guard let record = try await store.run(run) else { throw RunCommandError(.unknownRun, run) }
      let workflow = try await workflows.workflow(of: record, in: store)
      try workflow.check(input)
      start.input = workflow.recorded(input: input)
    }
    let now = time.now
    let id = RunID(at: now)
    var steps: [JournalEntry] = []
    if let step {
      guard let kept = history.entries(before: step, as: id) else { throw RunCommandError(.unknownStep(step), run) }
      steps = kept
    }
    try await journal.append(JournalEntry(run: id, at: now, kind: .runStarted(start)), steps)
    doorbell.raise()
    return handle(of: id)
  }

  /// Sends a run a signal, for which it may wait (`RunContext.signal`); returns when it is durable.
  public func signal(_ run: RunID, _ name: String, _ payload: JSONValue = .null) async throws {
    let signal = Signal(name: name, payload: payload)
    let entry = JournalEntry(run: run, at: time.now, kind: .signalReceived(signal))
    if let active = tables.withLock({ $0.driven(run) }), !active.hasEnded {
      try await journal.append(entry)
      // At once, or else when the request is met that the signal has left.
      try? await readOn(active)
      // It left memory meanwhile: then it finds the signal in its journal.
      return doorbell.raise()
    }
    guard let record = try await store.run(run) else { throw RunCommandError(.unknownRun, run) }
    if record.status.isFinal { throw RunCommandError(.status(record.status), run) }
    try await append(entry)
    doorbell.raise()
  }

  private func append(_ entry: JournalEntry) async throws(StoreError) { try await store.append([entry], by: nil) }

  /// Stops a run that is here; false when it is not.
  @discardableResult
  func interrupt(_ run: RunID, _ reason: Interruption) -> Bool {
    let active: ActiveRun? = tables.withLock { tables in
      if let active = tables.active[run] { return active }
      // A run in its caller's task can be stopped for good only.
      if let executing = tables.executing[run], case .cancelled = reason { return executing }
      // Its driver reads this when it begins.
      if tables.queued[run] != nil { tables.interruptions[run] = reason }
      return nil
    }
    if let active {
      if active.hasEnded { return false }
      active.interrupt(reason)
      return true
    }
    guard let ticket = tables.withLock({ $0.queued[run] }) else { return false }
    // A run that waits for its turn is let through to be told so.
    if admission.remove(ticket) { launch.yield(ticket) }
    return true
  }

  /// Changes a run that is not here: by a transition when nobody drives it, else by a request to its driver.
  private func change(
    _ run: RunID, _ request: RunRequest, from statuses: Set<RunStatus>, done: RunStatus,
    _ kind: () -> JournalEntry.Kind
  ) async throws {
    while true {
      if try await store.transition(JournalEntry(run: run, at: time.now, kind: kind()), from: statuses) {
        return doorbell.raise()
      }
      guard let record = try await store.run(run) else { throw RunCommandError(.unknownRun, run) }
      if record.status == done { return }
      guard statuses.contains(record.status) else { throw RunCommandError(.status(record.status), run) }
      if record.owner != nil, try await store.request(request, of: run) { return doorbell.raise() }
    }
  }
}

extension [JournalEntry] {
  /// The step whose fault ended the run: the last that raised that fault, or else the last step, if it faulted.
  var failedStep: StepID? {
    var ending: Fault?
    var lastStep: StepID?
    for entry in reversed() {
      switch entry.kind {
      case .runEnded(.faulted(let fault)) where ending == nil: ending = fault
      case .runEnded where ending == nil: return nil
      case .retried: return lastStep
      case .stepEnded(let id, .faulted(let fault)):
        if let ending, ending.type == fault.type, ending.status == fault.status, ending.detail == fault.detail {
          return id
        }
        if lastStep == nil { lastStep = id }
      case .stepEnded: if lastStep == nil { return nil }
      default: break
      }
    }
    return lastStep
  }

  /// A child that had not ended stays the original's; the fork starts its own.
  private var withoutRunningChildren: [JournalEntry] {
    let ended = Set(compactMap { if case .stepEnded(let id, _) = $0.kind { id } else { nil } })
    return filter { if case .childStarted(let id, _) = $0.kind { ended.contains(id) } else { true } }
  }

  /// What counts of a run's steps and waits before a step ended; `nil` when it has no such step.
  func entries(before step: String, as run: RunID) -> [JournalEntry]? {
    var kept: [JournalEntry] = []
    for entry in self {
      var copy = entry
      copy.run = run
      switch entry.kind {
      case .stepEnded(let id, _) where id.description == step: return kept.withoutRunningChildren
      case .stepEnded, .timerSet, .childStarted, .signalReceived: kept.append(copy)
      case .retried(let forgotten):
        kept.removeAll { entry in
          switch entry.kind {
          case .stepEnded(let id, _), .timerSet(let id, _), .childStarted(let id, _): forgotten.contains(id)
          default: false
          }
        }
      case .runStarted, .moved, .halted, .runEnded: break
      }
    }
    return nil
  }
}
