import Synchronization

/// Permits that tasks take and give back, handed out fairly: first come first served within each priority.
///
/// ```swift
/// let connections = AsyncSemaphore(permits: 10)
/// try await connections.withPermit { try await query() }
/// ```
public final class AsyncSemaphore: Sendable {
  /// Who is served first when several wait. A higher priority always overtakes a lower one.
  public enum Priority: Int, Sendable, CaseIterable, Comparable {
    case low
    case normal
    case high

    public static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
  }

  private struct State {
    var limit: Int
    var used = 0
    var waiters = WaitQueue<Void>(priorities: Priority.allCases.count)

    /// Hands one free permit on.
    mutating func grantFirst() -> WaitQueue<Void>.Resumption? {
      guard used < limit, let waiter = waiters.resumeFirst(returning: ()) else { return nil }
      used += 1
      return waiter
    }

    /// Hands all free permits on.
    mutating func grant() -> [WaitQueue<Void>.Resumption] {
      var granted: [WaitQueue<Void>.Resumption] = []
      while let waiter = grantFirst() { granted.append(waiter) }
      return granted
    }
  }

  private enum Admission {
    case granted
    case waits(WaiterID)
    case refused
  }

  /// How many may wait at most; nil for any number.
  public let queueLimit: Int?

  private let state: Mutex<State>

  /// - Parameters:
  ///   - permits: How many permits there are.
  ///   - queueLimit: How many may wait at most; the next is refused with ``QueueFullError``. Nil for any number.
  public init(permits: Int, queueLimit: Int? = nil) {
    self.queueLimit = queueLimit
    state = Mutex(State(limit: max(0, permits)))
  }

  /// How many permits are not taken; negative after the limit was lowered below what is taken.
  public var available: Int { state.withLock { $0.limit - $0.used } }
  /// How many permits are taken.
  public var used: Int { state.withLock { $0.used } }
  /// How many tasks wait for a permit.
  public var waiting: Int { state.withLock { $0.waiters.count } }

  /// How many permits there are. Lowering it takes none away from those who have one.
  public var limit: Int {
    get { state.withLock { $0.limit } }
    set {
      let granted = state.withLock { state in
        state.limit = max(0, newValue)
        return state.grant()
      }
      for waiter in granted { waiter.resume() }
    }
  }

  /// Takes a permit if one is free and nobody waits for it.
  public func tryAcquire() -> Bool {
    state.withLock { state in
      guard state.used < state.limit else { return false }
      state.used += 1
      return true
    }
  }

  /// Takes a permit, and waits for it if need be.
  ///
  /// - Throws: ``QueueFullError`` at once when too many wait already; `CancellationError` when the task is cancelled
  ///   while it waits. Then no permit is taken.
  public func acquire(priority: Priority = .normal) async throws {
    try Task.checkCancellation()
    if let waiter = try enqueue(priority) { try await wait(waiter) }
  }

  /// Takes a permit, and waits for it at most so long.
  ///
  /// - Throws: As ``acquire(priority:)``; ``TimeoutError`` when the time was up.
  public func acquire<C: Clock>(
    priority: Priority = .normal, timeout: Duration, clock: C
  ) async throws where C.Duration == Duration {
    try Task.checkCancellation()
    guard let waiter = try enqueue(priority) else { return }
    let result: Result<Void, any Error> = await withTimer(after: timeout, clock: clock) { [self] in
      fail(waiter, throwing: TimeoutError(limit: timeout))
    } body: {
      do { return .success(try await wait(waiter)) } catch { return .failure(error) }
    }
    try result.get()
  }

  /// Gives a permit back.
  public func release() {
    let granted = state.withLock { state in
      state.used -= 1
      return state.grantFirst()
    }
    granted?.resume()
  }

  /// Runs the operation while it holds a permit.
  ///
  /// - Throws: As ``acquire(priority:)``, and what the operation throws.
  public func withPermit<R>(
    priority: Priority = .normal,
    isolation: isolated (any Actor)? = #isolation,
    _ operation: () async throws -> R
  ) async throws -> R {
    try await acquire(priority: priority)
    defer { release() }
    return try await operation()
  }

  private func enqueue(_ priority: Priority) throws -> WaiterID? {
    let admission: Admission = state.withLock { state in
      if state.used < state.limit {
        state.used += 1
        return .granted
      }
      if let queueLimit, state.waiters.count >= queueLimit { return .refused }
      return .waits(state.waiters.enqueue(priority: priority.rawValue))
    }
    switch admission {
    case .granted: return nil
    case .waits(let waiter): return waiter
    case .refused: throw QueueFullError(limit: queueLimit ?? 0)
    }
  }

  private func wait(_ waiter: WaiterID) async throws {
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        let result = state.withLock { $0.waiters.suspend(waiter, continuation) }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      fail(waiter, throwing: CancellationError())
    }
  }

  private func fail(_ waiter: WaiterID, throwing error: any Error) {
    let failed = state.withLock { $0.waiters.fail(waiter, throwing: error) }
    failed?.resume()
  }
}

/// Too many wait already.
public struct QueueFullError: Error, Equatable, CustomStringConvertible {
  /// How many may wait.
  public var limit: Int

  public init(limit: Int) {
    self.limit = limit
  }

  public var description: String { "refused: \(limit) wait already, and no more may" }
}
