import Synchronization

extension Engine {
  /// Performs `body` as an owner of runs: on a store that others use too, with a lease for as long as that takes.
  func withLease<R: Sendable>(_ body: () async throws -> R) async throws -> R {
    guard store.isShared else { return try await body() }
    // Where a service runs, it is a user of the lease and keeps it.
    _ = try await lease.join(register) { owner in Task { await self.keepUntilLost(owner) } }
    do {
      let result = try await body()
      try await leaveLease()
      return result
    } catch {
      try? await leaveLease()
      throw error
    }
  }

  @Sendable func register() async throws -> OwnerID {
    let expiry = time.now + configuration.lease
    let owner = try await store.register(owner: configuration.name, until: expiry)
    lease.expiry = expiry
    return owner
  }

  /// Also when the task is cancelled, so that another engine need not wait for the lease to expire.
  func leaveLease() async throws {
    guard let owner = lease.leave() else { return }
    try await Task { try await store.unregister(owner) }.value
  }

  private func keepUntilLost(_ owner: OwnerID) async {
    do {
      try await keepLease(owner)
    } catch let error as StoreError {
      fail("runs stop: \(error)")
      depose(error)
    } catch {}
  }

  /// Stops all runs that are driven here, for they are not this engine's any more.
  func depose(_ error: StoreError) {
    lease.lose(error)
    let driven = tables.withLock { Array($0.active.values) + Array($0.executing.values) }
    for run in driven { run.interrupt(.deposed) }
  }

  /// Renews a lease until the task is cancelled; throws when it is lost.
  func keepLease(_ owner: OwnerID) async throws {
    while !Task.isCancelled {
      try await time.sleep(for: configuration.lease / 3)
      try await renew(owner)
    }
  }

  /// Evicts owners that are gone, and not oneself: an engine that could not renew for long (a full disk, a machine that was
  /// held up) goes on if no other was quicker.
  func evictExpired(as owner: OwnerID) async throws(StoreError) {
    let now = time.now
    if let expiry = lease.expiry, expiry <= now { try await prolong(owner) }
    _ = try await store.evictOwners(expiredAt: now)
  }

  private func prolong(_ owner: OwnerID) async throws(StoreError) {
    let expiry = time.now + configuration.lease
    try await store.renew(owner, until: expiry)
    lease.expiry = expiry
  }

  private func renew(_ owner: OwnerID) async throws {
    do {
      try await prolong(owner)
    } catch {
      guard error.code == .unavailable else { throw error }
      warn("the lease could not be renewed: \(error)")
    }
  }
}
