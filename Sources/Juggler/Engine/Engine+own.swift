import Synchronization

/// For engines that do not drive every run of their store (`EngineConfiguration.drivesEveryRun`).
extension Engine {
  /// Serves as long as `body` takes, then as `shutDown` says. `body` begins when the engine serves.
  ///
  /// - Throws: what `body` throws, or what `run` throws.
  public func serving<R: Sendable>(_ body: () async throws -> R) async throws -> R {
    let (readiness, ready) = AsyncStream.makeStream(of: Void.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { ready.finish() }
        try await self.run { ready.finish() }
      }
      for await _ in readiness {}
      if !isServing {
        try await group.next()
        throw StoreError(.closed, "the engine was shut down before it served")
      }
      let result: Result<R, any Error>
      do {
        result = .success(try await body())
      } catch {
        result = .failure(error)
      }
      shutDown()
      // What ended the service says more than that it ended.
      try await group.waitForAll()
      return try result.get()
    }
  }

  /// Drives a run from now on, as soon as nobody else does and as long as it is not over, with the runs that are parts of
  /// it. An engine that drives every run does so anyway.
  @discardableResult
  public func adopt(_ run: RunID) -> RunHandle {
    own(run)
    doorbell.raise()
    return handle(of: run)
  }

  /// The runs that it was given or has started, parts of others too, as far as they are not known to be over.
  public var ownRuns: Set<RunID> { tables.withLock { $0.own } }

  func own(_ run: RunID) {
    if !configuration.drivesEveryRun { tables.withLock { _ = $0.own.insert(run) } }
  }

  /// Takes those of its own runs that are due; returns when the next one is.
  func claimOwnRuns(as owner: OwnerID) async throws(StoreError) -> Timestamp? {
    var nextWake: Timestamp?
    var runs = tables.withLock { tables in tables.own.filter { !tables.knows($0) } }
    while let run = runs.popFirst() {
      guard let record = try await store.run(run), !record.status.isFinal else {
        tables.withLock { _ = $0.own.remove(run) }
        continue
      }
      if record.isDue(at: time.now) {
        guard try await store.claim(run, for: owner), let claimed = try await store.run(run) else { continue }
        await take(claimed)
      } else if record.owner == nil, record.status == .waiting {
        if let wake = record.wakesAt { nextWake = min(nextWake ?? wake, wake) }
        // What it waits for may be a run that nobody drives either.
        let parts = try await store.allRuns(RunQuery(statuses: [.pending, .running, .waiting], parent: run))
        let new = tables.withLock { tables in parts.filter { tables.own.insert($0).inserted && !tables.knows($0) } }
        runs.formUnion(new)
      }
    }
    return nextWake
  }
}
