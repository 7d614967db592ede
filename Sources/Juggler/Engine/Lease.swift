import Synchronization

/// The right of this engine to write to a store that others use too: one owner, registered while anybody here drives runs.
final class Lease: Sendable {
  private struct State {
    var owner: OwnerID?
    /// When others may take it away.
    var expiry: Timestamp?
    var isRegistering = false
    /// How many drive runs under it; a service counts as one.
    var users = 0
    /// Why it is no more, until the last user has left.
    var loss: StoreError?
    /// Renews it where no service does.
    var keeper: Task<Void, Never>?
    var waiting: [UnsafeContinuation<Void, Never>] = []
  }

  private enum Turn {
    case joined(OwnerID)
    case register
    case wait
    case lost(StoreError)
  }

  private let state = Mutex(State())
  /// Is told whose name to write in from now on, under the lock.
  private let adopt: @Sendable (OwnerID?) -> Void

  init(adopt: @escaping @Sendable (OwnerID?) -> Void) { self.adopt = adopt }

  var owner: OwnerID? { state.withLock { $0.owner } }

  var expiry: Timestamp? {
    get { state.withLock { $0.expiry } }
    set { state.withLock { $0.expiry = newValue } }
  }

  /// Registers, or joins those for whom that was done; to be paired with `leave`.
  ///
  /// - Parameter keep: starts a task that renews the lease, if the first user needs one.
  func join(
    _ register: () async throws -> OwnerID, keep: ((OwnerID) -> Task<Void, Never>)? = nil
  ) async throws -> OwnerID {
    while true {
      switch state.withLock({ Self.turn(&$0) }) {
      case .joined(let owner): return owner
      case .lost(let error): throw error
      case .wait: await wait()
      case .register: return try await begin(register, keep)
      }
    }
  }

  private static func turn(_ state: inout State) -> Turn {
    if let loss = state.loss { return .lost(loss) }
    if let owner = state.owner {
      state.users += 1
      return .joined(owner)
    }
    if state.isRegistering { return .wait }
    state.isRegistering = true
    return .register
  }

  private func begin(
    _ register: () async throws -> OwnerID, _ keep: ((OwnerID) -> Task<Void, Never>)?
  ) async throws -> OwnerID {
    let result: Result<OwnerID, any Error>
    do {
      result = .success(try await register())
    } catch {
      result = .failure(error)
    }
    let owner = try? result.get()
    let keeper = owner.flatMap { keep?($0) }
    let waiting = state.withLock { state in
      state.isRegistering = false
      if let owner {
        state.owner = owner
        state.users = 1
        state.keeper = keeper
        adopt(owner)
      }
      defer { state.waiting = [] }
      return state.waiting
    }
    for waiter in waiting { waiter.resume() }
    return try result.get()
  }

  /// Nobody here may write any more, and nobody may join until all have left.
  func lose(_ error: StoreError) { state.withLock { $0.loss = $0.loss ?? error } }

  /// - Returns: the owner to unregister, when this was its last user.
  func leave() -> OwnerID? {
    let (owner, keeper, waiting) = state.withLock { state in
      state.users -= 1
      guard state.users == 0 else {
        // Whoever waits for the others to leave looks again.
        defer { state.waiting = [] }
        return (nil as OwnerID?, nil as Task<Void, Never>?, state.waiting)
      }
      defer { state = State() }
      adopt(nil)
      return (state.owner, state.keeper, state.waiting)
    }
    keeper?.cancel()
    for waiter in waiting { waiter.resume() }
    return owner
  }

  /// Returns when only one user, the caller, is left.
  func othersHaveLeft() async {
    while state.withLock({ $0.users > 1 }) { await wait(while: { $0 > 1 }) }
  }

  private func wait(while condition: @Sendable (Int) -> Bool = { _ in true }) async {
    await withUnsafeContinuation { continuation in
      let waits = state.withLock { state in
        guard condition(state.users), state.isRegistering || state.owner != nil else { return false }
        state.waiting.append(continuation)
        return true
      }
      if !waits { continuation.resume() }
    }
  }
}
