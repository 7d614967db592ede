import AsyncPatterns
import Synchronization

extension Engine {
  /// Drives runs until `shutDown` or until the task is cancelled: those that `start` adds, and those that the store holds
  /// and nobody drives, such as those that a crash interrupted. To be called once.
  ///
  /// Cancelling the task stops every run where it stands, effects in flight too; `shutDown` lets these end first. Either
  /// way the runs are not over: an engine that serves their store goes on with them.
  ///
  /// - Throws: a `StoreError`: `fenced` when this engine seemed dead to another one, which has taken its runs over;
  ///   `closed` and `corrupt` when the store cannot be used any more.
  public func run() async throws { try await run {} }

  /// - Parameter whenServing: called once, when runs that are started are driven here.
  func run(_ whenServing: () -> Void) async throws {
    let begins = tables.withLock { tables in
      guard tables.service == .notBegun else { return false }
      tables.service = .serving
      return true
    }
    guard begins else { throw StoreError(.closed, "an engine serves once; make another one") }
    let owner: OwnerID
    do {
      owner = try await lease.join(register)
    } catch {
      endService()
      throw error
    }
    journal.setPatient(true)
    whenServing()
    let result: Result<Void, any Error>
    do {
      result = .success(try await serve(as: owner))
    } catch {
      result = .failure(error)
    }
    endService()
    // Those who execute runs here beside the service must not write when the lease is gone.
    for run in tables.withLock({ Array($0.executing.values) }) { run.interrupt(.deposed) }
    await lease.othersHaveLeft()
    try? await leaveLease()
    try result.get()
  }

  /// Begins no more effects, lets those in flight end and journals them, and makes `run` return.
  public func shutDown() {
    beginShutDown()
    launch.finish()
  }

  /// As `shutDown`, but `run` does not return yet: for a server whose requests still execute runs.
  public func beginShutDown() {
    let active = tables.withLock { tables in
      if tables.service == .serving { tables.service = .ended }
      return Array(tables.active.values)
    }
    for run in active { run.interrupt(.shutdown) }
  }

  /// Lets every run stand where it stands.
  private func stop() {
    let active = tables.withLock { tables in
      if tables.service == .serving { tables.service = .ended }
      return Array(tables.active.values)
    }
    // Nobody waits for a disk that is full any more.
    journal.setPatient(false)
    for run in active { run.interrupt(.deposed) }
  }

  var isServing: Bool { lease.owner != nil && tables.withLock { $0.service == .serving } }

  private func serve(as owner: OwnerID) async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { try await self.keepLease(owner) }
      group.addTask { try await self.serveStore(as: owner) }
      group.addTask { try await self.parkIdleRuns() }
      group.addTask { try await self.deleteOldRuns() }
      group.addTask {
        await withDiscardingTaskGroup { runs in
          for await ticket in self.launches { runs.addTask { await self.drive(ticket) } }
        }
      }
      do {
        // Before the runs hear of it: a body that goes on though it was cancelled must do nothing more.
        try await withTaskCancellationHandler {
          // The last of them ends at a shutdown, the others only with an error.
          _ = try await group.next()
        } onCancel: {
          stop()
        }
      } catch {
        if !(error is CancellationError) { depose(error as? StoreError ?? StoreError(.closed, "\(error)")) }
        launch.finish()
        group.cancelAll()
        throw error
      }
      group.cancelAll()
      while let result = await group.nextResult() {
        if case .failure(let error) = result, !(error is CancellationError) { throw error }
      }
    }
  }

  private func endService() {
    let waiters = tables.withLock { tables in
      tables.service = .ended
      defer { tables.waiters = [:] }
      return tables.waiters.values.flatMap(\.self)
    }
    journal.setPatient(false)
    launch.finish()
    for waiter in waiters { waiter.tell(.engineStopped) }
  }

  // MARK: What the store has for us

  private func serveStore(as owner: OwnerID) async throws {
    while !Task.isCancelled {
      let pause = try await meetStore(as: owner)
      await doorbell.wait(atMost: pause, on: time)
    }
  }

  /// Does what is to be done now; returns for how long that is all.
  private func meetStore(as owner: OwnerID) async throws -> Duration {
    do {
      if store.isShared { try await evictExpired(as: owner) }
      let drivesAll = configuration.drivesEveryRun
      let hasRoom = drivesAll ? try await claimDueRuns(as: owner) : true
      let ownWake = drivesAll ? nil : try await claimOwnRuns(as: owner)
      try await meetRequests(to: owner)
      tellDistantWaiters()
      // Those who leave say when there is room again.
      guard hasRoom else { return configuration.pollInterval }
      let poll = store.isShared ? configuration.pollInterval * Double.random(in: 0.8...1.2) : .longest
      guard let wake = drivesAll ? try await store.nextWake() : ownWake else { return poll }
      return min(poll, max(.zero, wake - time.now))
    } catch {
      guard error.code == .unavailable else { throw error }
      warn("the store did not say what is due: \(error)")
      return configuration.pollInterval
    }
  }

  /// Takes what is due, as far as there is room; whether there is more room than that.
  private func claimDueRuns(as owner: OwnerID) async throws(StoreError) -> Bool {
    while true {
      let room = tables.withLock { tables in
        let room = configuration.loadedRunLimit - tables.loaded
        tables.isFull = room <= 0
        return room
      }
      guard room > 0 else { return false }
      let limit = min(configuration.claimLimit, room)
      let due = try await store.claimDueRuns(for: owner, at: time.now, limit: limit)
      for run in due { await take(run) }
      if due.count < limit { return true }
    }
  }

  /// Takes a run that this engine has become the owner of.
  @inline(never)
  func take(_ run: RunRecord) async {
    let isStillHere = tables.withLock { tables in
      guard tables.knows(run.id) else { return false }
      tables.returning[run.id] = run
      return true
    }
    if isStillHere { return }
    do {
      let ticket = RunTicket(
        run, workflow: try await patiently { try await workflows.workflow(of: run, in: store) }, isReplayed: true)
      enqueue(ticket)
    } catch let fault as Fault {
      fail("\(fault)")
      await halt(run.id, fault)
    } catch {
      fail("run \(run.id) could not be loaded: \(error)")
    }
  }

  func enqueue(_ ticket: RunTicket) {
    tables.withLock { $0.queued[ticket.id] = ticket }
    admission.enqueue(ticket)
  }

  /// The run stays, and says why it does not go on.
  func halt(_ run: RunID, _ fault: Fault) async {
    do {
      try await journal.append(JournalEntry(run: run, at: time.now, kind: .halted(fault)))
    } catch {
      fail("run \(run) was not halted: \(error)")
    }
  }

  private func meetRequests(to owner: OwnerID) async throws(StoreError) {
    for (run, request) in try await store.requests(to: owner) {
      switch request {
      case .cancel: interrupt(run, .cancelled)
      case .suspend: interrupt(run, .suspended)
      case .wake:
        // Before the request goes, so that a run that is just leaving memory comes back.
        guard let active = tables.withLock({ $0.driven(run) }), active.state.withLock({ $0.wake() }) else { continue }
        try await store.clear(.wake, of: run)
        try await readOn(active)
      }
    }
  }

  /// Gives a run the signals that its journal got since it was last read.
  func readOn(_ active: ActiveRun) async throws(StoreError) {
    var isDone = false
    while !isDone {
      let start = active.inbox.position
      let (entries, end) = try await store.entries(of: active.id, after: start)
      let signals = entries.compactMap { if case .signalReceived(let signal) = $0.kind { signal } else { nil } }
      isDone = active.inbox.deliver(signals, from: start, to: end)
    }
  }

  /// Lets those who wait for runs that are driven elsewhere look again.
  private func tellDistantWaiters() {
    let waiters = tables.withLock { tables in
      tables.waiters.filter { !tables.knows($0.key) }.values.flatMap(\.self)
    }
    for waiter in waiters { waiter.tell(.perhaps) }
  }

  private func deleteOldRuns() async throws {
    while !Task.isCancelled {
      for rule in configuration.retention { try await delete(rule) }
      try await time.sleep(for: configuration.retentionInterval)
    }
  }

  private func delete(_ rule: RetentionRule) async throws {
    let retention = Retention(
      endedBefore: time.now + (.zero - rule.age), statuses: rule.statuses, workflow: rule.workflow)
    do {
      while try await store.prune(retention, limit: 1000) > 0 { try Task.checkCancellation() }
    } catch let error as StoreError {
      warn("old runs were not deleted: \(error)")
    }
  }
}
