import Synchronization

extension Engine {
  /// Performs `body` as an owner of runs: on a store that others use too, and on which this engine does not serve, with
  /// a lease for as long as that takes.
  func withLease<R: Sendable>(_ body: () async throws -> R) async throws -> R {
    guard store.isShared, tables.withLock({ $0.owner == nil }) else { return try await body() }
    let owner = try await store.register(owner: configuration.name, until: time.now + configuration.lease)
    tables.withLock { $0.owner = owner }
    journal.serve(as: owner, isPatient: false)
    do {
      let result = try await withRenewal(of: owner, body)
      try await letGo(of: owner)
      return result
    } catch {
      try? await letGo(of: owner)
      throw error
    }
  }

  private func withRenewal<R: Sendable>(of owner: OwnerID, _ body: () async throws -> R) async throws -> R {
    // The lease lasts as long as the body, whatever its caller does meanwhile.
    let keeper = Task { try await keepLease(owner) }
    defer { keeper.cancel() }
    return try await body()
  }

  private func letGo(of owner: OwnerID) async throws {
    journal.serve(as: nil, isPatient: false)
    tables.withLock { $0.owner = nil }
    try await store.unregister(owner)
  }

  /// Renews a lease until the task is cancelled; throws when it is lost.
  func keepLease(_ owner: OwnerID) async throws {
    while !Task.isCancelled {
      try await time.sleep(for: configuration.lease / 3)
      try await renew(owner)
    }
  }

  private func renew(_ owner: OwnerID) async throws {
    do {
      try await store.renew(owner, until: time.now + configuration.lease)
    } catch {
      guard error.code == .unavailable else { throw error }
      warn("the lease could not be renewed: \(error)")
    }
  }
}
