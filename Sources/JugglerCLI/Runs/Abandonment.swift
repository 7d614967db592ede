import Juggler

extension RunStore {
  /// Frees the runs of processes of this machine that ended without doing so, so that nobody need wait for their leases.
  func freeRunsOfGoneProcesses() async throws(StoreError) {
    guard isShared else { return }
    for owner in try await owners() where ProcessIdentity(owner.name)?.isGone == true {
      try await unregister(owner.id)
    }
  }
}

/// Finds out whether a run still has a process that drives it.
struct Abandonment {
  let store: any RunStore
  let console: Console

  /// Returns when nobody drives the run; throws when somebody does and lives.
  ///
  /// A process of this machine that ended is known to be gone. Any other has the time of its lease to show that it lives.
  func wait(for run: RunID) async throws {
    guard let first = try await owner(of: run) else { return }
    if let process = ProcessIdentity(first.name), process.isGone { return try await store.unregister(first.id) }
    let time = Timestamp.now
    if first.expiresAt > time {
      console.print(
        "juggler: run \(run) belongs to \(first.name): waiting up to \((first.expiresAt - time).readable) to see whether it lives"
      )
    }
    while let owner = try await owner(of: run), owner.id == first.id {
      if owner.expiresAt > first.expiresAt || owner.name == ProcessIdentity.current.description {
        throw UserError("run \(run) is being driven by \(owner.name); it can go on here only when that has ended")
      }
      if owner.expiresAt <= .now {
        _ = try await store.evictOwners(expiredAt: .now)
      } else {
        try await ContinuousClock().sleep(for: .milliseconds(200))
      }
    }
  }

  private func owner(of run: RunID) async throws -> Owner? {
    guard let id = try await store.run(run)?.owner else { return nil }
    return try await store.owners().first { $0.id == id }
  }
}
