import JSON
import Synchronization

extension Engine {
  /// The life of a run that this engine has admitted, in a task of its own.
  ///
  /// Its frames are on the stack of every run in memory: what needs much of it is in functions of its own.
  func drive(_ ticket: RunTicket) async {
    do {
      if let active = try await load(ticket) {
        let result = await active.task.run { await body(ticket, RunContext(active: active)) }
        active.markEnded()
        try await finish(active, ticket, result)
      }
    } catch {
      await stop(ticket, error)
    }
    await forget(ticket)
  }

  /// What a run needs that is about to begin or to go on; `nil` when something else was wanted of it, and is done.
  @inline(never)
  private func load(_ ticket: RunTicket) async throws -> ActiveRun? {
    if try await isDismissed(ticket) { return nil }
    let startedAt = ticket.startedAt ?? time.now
    if ticket.status != .running {
      try await move(ticket.id, to: .running, at: ticket.startedAt == nil ? startedAt : nil)
    }
    // Not before: a run that waits, of which nobody wants anything any more, nobody would load after a crash.
    if case .wake = ticket.request { try await patiently { try await store.clear(.wake, of: ticket.id) } }
    let recorded =
      ticket.isReplayed ? try await patiently { try await RecordedSteps(of: ticket.id, in: store) } : nil
    let active = ActiveRun(
      id: ticket.id, workflow: ticket.workflow.reference, startedAt: startedAt, engine: self, recorded: recorded,
      ticket: ticket, tags: ticket.tags)
    admit(active)
    monitor?.began(active.monitored)
    RunContext(active: active).report(RunEvent(run: ticket.id, kind: .started, at: time.now))
    return active
  }

  /// Does what was asked of the run before it was its turn; whether it is not to go on.
  @inline(never)
  private func isDismissed(_ ticket: RunTicket) async throws -> Bool {
    switch ticket.request {
    case .cancel:
      try await endCancelled(ticket.id)
      return true
    case .suspend:
      try await move(ticket.id, to: .suspended)
      return true
    case .wake, nil: break
    }
    switch tables.withLock({ $0.interruptions.removeValue(forKey: ticket.id) }) {
    case .cancelled: try await endCancelled(ticket.id)
    case .suspended: try await move(ticket.id, to: .suspended)
    case .shutdown, .deposed, .parked: break
    case nil: return false
    }
    return true
  }

  @inline(never)
  private func stop(_ ticket: RunTicket, _ error: any Error) async {
    if let error = error as? StoreError, error.code == .corrupt {
      await halt(ticket.id, Fault(.runtime, title: "Unreadable Journal", detail: error.description))
    } else {
      // The run is not over: whoever serves the store next goes on with it.
      fail("run \(ticket.id) stopped: \(error)")
    }
  }

  @inline(never)
  private func finish(_ active: ActiveRun, _ ticket: RunTicket, _ result: Result<JSONValue, any Error>) async throws {
    do {
      reportStop(of: active, try await settle(active, ticket, result))
    } catch {
      reportStop(of: active, nil)
      throw error
    }
  }

  @inline(never)
  private func body(_ ticket: RunTicket, _ context: RunContext) async -> Result<JSONValue, any Error> {
    do {
      try Task.checkCancellation()
      return .success(try await ticket.workflow.perform(ticket.input, in: context))
    } catch {
      return .failure(error)
    }
  }

  /// What the end of the body means for the run; how it ended, if it did.
  private func settle(
    _ active: ActiveRun, _ ticket: RunTicket, _ result: Result<JSONValue, any Error>
  ) async throws -> RunOutcome? {
    switch (active.interruption, result) {
    case (.deposed, _), (.shutdown, _): return nil
    case (.suspended, _):
      try await move(ticket.id, to: .suspended)
      if active.state.withLock({ $0.wantsToResume }) {
        let resumed = JournalEntry(run: ticket.id, at: time.now, kind: .moved(to: .pending, wakesAt: nil))
        _ = try await patiently { try await store.transition(resumed, from: [.suspended]) }
      }
    case (.parked, _): try await park(active)
    case (_, .failure(let error as StoreError)): throw error
    case (.cancelled, .failure): return try await endCancelled(ticket.id)
    // The engine was stopped, not the run.
    case (nil, .failure) where Task.isCancelled: return nil
    case (nil, .failure(let next as ContinueAsNew)):
      return try await endingChildren(of: active) { try await goOn(after: ticket, with: next.input) }
    case (nil, .failure(let divergence as Divergence)): await halt(divergence, ticket)
    case (nil, .failure(let error)):
      return try await endingChildren(of: active) { try await end(ticket.id, RunOutcome(error)) }
    case (nil, .success(let output)), (.cancelled, .success(let output)):
      if active.interruption == nil, let divergence = active.divergence() {
        await halt(divergence, ticket)
      } else {
        return try await endingChildren(of: active) {
          try await end(ticket.id, .completed(ticket.workflow.recorded(output: output)))
        }
      }
    }
    return nil
  }

  private func halt(_ divergence: Divergence, _ ticket: RunTicket) async {
    fail("\(divergence)")
    await halt(ticket.id, Fault(.configuration, title: "Replay Divergence", detail: divergence.description))
  }

  /// Ends a run, and then the runs for whose end it did not wait to the end: a time limit was up, another branch was first.
  private func endingChildren<R>(of active: ActiveRun, _ end: () async throws -> R) async throws -> R {
    let result = try await end()
    if active.hasChildren.load(ordering: .relaxed) { try await patiently { try await cancelChildren(of: active.id) } }
    return result
  }

  @inline(never)
  @discardableResult
  private func end(_ run: RunID, _ outcome: RunOutcome) async throws -> RunOutcome {
    try await journal.append(JournalEntry(run: run, at: time.now, kind: .runEnded(outcome)))
    report(outcome, of: run)
    tell(run, .ended(outcome))
    return outcome
  }

  /// Also the runs that are parts of it, of which its body may not know yet, or any more.
  @discardableResult
  private func endCancelled(_ run: RunID) async throws -> RunOutcome {
    let outcome = try await end(run, .cancelled)
    try await patiently { try await cancelChildren(of: run) }
    return outcome
  }

  func tell(_ run: RunID, _ news: OutcomeWaiter.News) {
    for waiter in tables.withLock({ $0.waiters.isEmpty ? [] : $0.waiters[run] ?? [] }) { waiter.tell(news) }
  }

  @inline(never)
  private func move(
    _ run: RunID, to status: RunStatus, wakesAt: Timestamp? = nil, at time: Timestamp? = nil
  ) async throws {
    try await journal.append(
      JournalEntry(run: run, at: time ?? self.time.now, kind: .moved(to: status, wakesAt: wakesAt)))
  }

  @inline(never)
  private func park(_ active: ActiveRun) async throws {
    let now = time.now
    try await move(active.id, to: .waiting, wakesAt: active.state.withLock { $0.park(at: now) })
  }

  /// Ends the run and starts the one that goes on from it, in one transaction.
  @inline(never)
  private func goOn(after ticket: RunTicket, with input: JSONValue) async throws -> RunOutcome? {
    let now = time.now
    let id = RunID(at: now)
    let start = RunStart(
      workflow: ticket.workflow.reference, digest: ticket.workflow.digest,
      input: ticket.workflow.recorded(input: input), status: .pending, parent: ticket.parent, continues: ticket.id,
      tags: ticket.tags, priority: ticket.priority,
      concurrencyKey: ticket.concurrencyKey)
    let started = JournalEntry(run: id, at: now, kind: .runStarted(start))
    guard let record = RunRecord(started, by: lease.owner) else { return nil }
    let next = RunTicket(record, workflow: ticket.workflow, isReplayed: false)
    tables.withLock { $0.queued[id] = next }
    do {
      try await journal.append(started, [JournalEntry(run: ticket.id, at: now, kind: .runEnded(.continued(as: id)))])
    } catch {
      tables.withLock { $0.queued[id] = nil }
      throw error
    }
    own(id)
    report(.continued(as: id), of: ticket.id)
    tell(ticket.id, .ended(.continued(as: id)))
    admission.enqueue(next)
    return .continued(as: id)
  }

  /// From queued to active.
  private func admit(_ active: ActiveRun) {
    let interruption = tables.withLock { tables in
      tables.queued[active.id] = nil
      tables.active[active.id] = active
      return tables.service == .ended ? .shutdown : tables.interruptions.removeValue(forKey: active.id)
    }
    if let interruption { active.interrupt(interruption) }
  }

  @inline(never)
  private func forget(_ ticket: RunTicket) async {
    let (hasLeft, returning, waiters, makesRoom) = tables.withLock { tables in
      tables.queued[ticket.id] = nil
      tables.interruptions[ticket.id] = nil
      let active = tables.active.removeValue(forKey: ticket.id)
      return (
        active?.interruption != nil, tables.returning.removeValue(forKey: ticket.id), tables.waiters[ticket.id] ?? [],
        // Not for each: a claim brings many.
        tables.isFull && tables.loaded <= configuration.loadedRunLimit * 3 / 4
      )
    }
    _ = ticket.releasesSlot(on: admission)
    // Who began to wait after the end was told, and before the run was forgotten, has not heard of it.
    for waiter in waiters { waiter.tell(.perhaps) }
    if let returning { await take(returning) }
    // A run that was let go of may be due again, or the next to wake; and a parent that left memory is woken by its child.
    if hasLeft || ticket.parent != nil || makesRoom { doorbell.raise() }
  }
}
