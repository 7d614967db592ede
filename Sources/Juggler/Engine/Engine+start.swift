public import JSON
import Synchronization

/// What may be said of a run beyond its input.
public struct StartOptions: Sendable {
  public var id: RunID?
  /// Starting again with the same key, for a workflow of the same name, finds the run that was started first.
  public var idempotencyKey: String?
  public var priority: Int
  public var concurrencyKey: String?
  public var tags: [String: String]

  public init(
    id: RunID? = nil, idempotencyKey: String? = nil, priority: Int = 0, concurrencyKey: String? = nil,
    tags: [String: String] = [:]
  ) {
    self.id = id
    self.idempotencyKey = idempotencyKey
    self.priority = priority
    self.concurrencyKey = concurrencyKey
    self.tags = tags
  }
}

extension Engine {
  /// Starts a run and returns when that is durable: from then on it will be run, whatever happens.
  ///
  /// An engine that does not serve (`run`) leaves the run to one that does.
  ///
  /// - Throws: a `validation` fault for an input that the workflow does not take, or a `StoreError`.
  public func start(
    _ workflow: any Workflow, input: JSONValue, options: StartOptions = StartOptions()
  ) async throws -> RunHandle {
    try workflow.check(input)
    workflows.register(workflow)
    let start = RunStart(
      workflow: workflow.reference, digest: workflow.digest, input: workflow.recorded(input: input), tags: options.tags,
      priority: options.priority, idempotencyKey: options.idempotencyKey, concurrencyKey: options.concurrencyKey)
    let id = try await self.start(workflow, start, id: options.id)
    return RunHandle(id: id, engine: self)
  }

  /// Starts a run with a Swift value as its input.
  public func start<W: Workflow>(
    _ workflow: W, _ input: W.Input, options: StartOptions = StartOptions()
  ) async throws -> RunHandle where W.Input: Encodable {
    try await start(workflow, input: JSONValue(encoding: input), options: options)
  }

  /// Sets how many runs of a workflow, in all its versions, may be under way here.
  public func limit(_ workflow: Retention.WorkflowName, to policy: AdmissionPolicy) {
    admission.set(policy, for: workflow)
  }

  /// A run that exists, by its id.
  public func handle(of run: RunID) -> RunHandle { RunHandle(id: run, engine: self) }

  /// - Parameter before: an entry of another run that belongs into the same transaction, before the start.
  func start(
    _ workflow: any Workflow, _ start: RunStart, id: RunID? = nil, before: JournalEntry? = nil
  ) async throws -> RunID {
    var start = start
    let now = time.now
    let id = id ?? RunID(at: now)
    let owner = lease.owner
    let isServing = owner != nil && tables.withLock { $0.service == .serving }
    start.status = .pending
    start.isUnowned = !isServing
    guard var record = RunRecord(JournalEntry(run: id, at: now, kind: .runStarted(start)), by: owner) else { return id }
    var ticket = RunTicket(record, workflow: workflow, isReplayed: false)
    let begins = isServing && admission.tryBegin(ticket)
    if begins {
      start.status = .running
      record.status = .running
      record.startedAt = now
      ticket = RunTicket(record, workflow: workflow, isReplayed: false, holdsSlot: ticket.holdsSlot.withLock { $0 })
    }
    if isServing { tables.withLock { [ticket] in $0.queued[id] = ticket } }
    do {
      let started = JournalEntry(run: id, at: now, kind: .runStarted(start))
      let known = try await append(started, before: before, hasKey: start.idempotencyKey != nil, owner)
      if known != id {
        forgetStart(ticket)
        return known
      }
    } catch {
      forgetStart(ticket)
      throw error
    }
    own(id)
    if begins {
      launch.yield(ticket)
    } else if isServing {
      admission.enqueue(ticket)
    } else {
      doorbell.raise()
    }
    return id
  }

  private func append(
    _ started: JournalEntry, before: JournalEntry?, hasKey: Bool, _ owner: OwnerID?
  ) async throws -> RunID {
    if hasKey { return try await store.start(started, by: owner) }
    if let before { try await journal.append(before, [started]) } else { try await journal.append(started) }
    return started.run
  }

  private func forgetStart(_ ticket: RunTicket) {
    tables.withLock { $0.queued[ticket.id] = nil }
    _ = ticket.releasesSlot(on: admission)
  }

  /// Waits for the end of a run, wherever it is driven.
  func outcome(of run: RunID) async throws -> RunOutcome {
    var run = run
    while true {
      let outcome = try await ownOutcome(of: run)
      guard case .continued(let next) = outcome else { return outcome }
      run = next
    }
  }

  private func ownOutcome(of run: RunID) async throws -> RunOutcome {
    let waiter = OutcomeWaiter()
    let isHere = tables.withLock { tables in
      tables.waiters[run, default: []].append(waiter)
      return tables.knows(run)
    }
    defer { stopWaiting(waiter, for: run) }
    if !isHere { waiter.tell(.perhaps) }
    while true {
      switch try await waiter.wait() {
      case .ended(let outcome): return outcome
      case .engineStopped:
        throw StoreError(
          .closed, "the engine stopped before run \(run) ended; the run goes on when an engine serves it")
      case .perhaps:
        guard let record = try await store.run(run) else { throw RunCommandError(.unknownRun, run) }
        if let outcome = record.outcome { return outcome }
        // A service looks again when it has met the store; where there is none, nobody else does.
        if !isServing, store.isShared {
          try await time.sleep(for: configuration.pollInterval)
          waiter.tell(.perhaps)
        }
      }
    }
  }

  private func stopWaiting(_ waiter: OutcomeWaiter, for run: RunID) {
    tables.withLock { tables in
      tables.waiters[run]?.removeAll { $0 === waiter }
      if tables.waiters[run]?.isEmpty == true { tables.waiters[run] = nil }
    }
  }

  /// What happens from now on to this run, or to all, as far as this engine drives them.
  ///
  /// - Parameter bufferLimit: so many events wait for a slow reader; the older ones are dropped then.
  public func events(of run: RunID? = nil, bufferLimit: Int = 1000) -> AsyncStream<RunEvent> {
    hub.events(of: run, limit: bufferLimit)
  }
}

extension RunRecord {
  /// How the run ended; `nil` while it has not.
  public var outcome: RunOutcome? {
    switch status {
    case .completed: continuedAs.map { .continued(as: $0) } ?? .completed(output ?? .null)
    case .faulted: .faulted(error ?? Fault(.runtime, detail: nil))
    case .cancelled: .cancelled
    case .pending, .running, .waiting, .suspended: nil
    }
  }
}
