public import Synchronization

/// Lets concurrent callers who want the same share one call.
///
/// ```swift
/// let flights = SingleFlight<UserID, Profile>()
/// let profile = try await flights.run(id) { try await loadProfile(id) }   // one load, however many ask
/// ```
///
/// The call runs in the task of the first caller, so its priority, deadline and task-local values count. When that
/// caller is cancelled, the call ends, and the next caller makes it anew: nobody fails because of somebody else's
/// cancellation. Other errors are shared, as results are.
public final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// What a follower is told.
  @usableFromInline enum News: Sendable {
    case result(Result<Value, any Error>)
    /// The caller before was cancelled: now it is this one's turn.
    case lead
  }

  /// A call under way, and who waits for it.
  @usableFromInline final class Flight: Sendable {
    @usableFromInline let followers = Mutex(WaitQueue<News>())

    @inlinable init() {}
  }

  @usableFromInline let flights = Mutex<[Key: Flight]>([:])

  @inlinable public init() {}

  /// How many calls are under way.
  @inlinable public var count: Int { flights.withLock { $0.count } }

  /// Makes the call, or waits for the one that is under way.
  ///
  /// - Throws: What the call throws; `CancellationError` when the task is cancelled while it waits for another's call.
  @inlinable public func run(
    _ key: Key, isolation: isolated (any Actor)? = #isolation, _ operation: () async throws -> Value
  ) async throws -> Value {
    try Task.checkCancellation()
    let (flight, follower): (Flight, WaiterID?) = flights.withLock { flights in
      if let flight = flights[key] { return (flight, flight.followers.withLock { $0.enqueue() }) }
      let flight = Flight()
      flights[key] = flight
      return (flight, nil)
    }
    if let follower, case .result(let result) = try await news(for: follower, of: flight) {
      return try result.get()
    }
    return try await lead(flight, key, operation)
  }

  @inlinable func lead(
    _ flight: Flight, _ key: Key, isolation: isolated (any Actor)? = #isolation, _ operation: () async throws -> Value
  ) async throws -> Value {
    do {
      let result = try await operation()
      land(flight, key, .success(result))
      return result
    } catch {
      if Task.isCancelled {
        handOver(flight, key)
      } else {
        land(flight, key, .failure(error))
      }
      throw error
    }
  }

  @inlinable func land(_ flight: Flight, _ key: Key, _ result: Result<Value, any Error>) {
    // Whoever comes from now on makes a new call.
    flights.withLock { _ = $0.removeValue(forKey: key) }
    let followers = flight.followers.withLock { $0.resumeAll(with: .success(.result(result))) }
    for follower in followers { follower.resume() }
  }

  @inlinable func handOver(_ flight: Flight, _ key: Key) {
    let next = flights.withLock { flights in
      let next = flight.followers.withLock { $0.resumeFirst(returning: .lead) }
      if next == nil { flights[key] = nil }
      return next
    }
    next?.resume()
  }

  @inlinable func news(for follower: WaiterID, of flight: Flight) async throws -> News {
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        let news = flight.followers.withLock { $0.suspend(follower, continuation) }
        if let news { continuation.resume(with: news) }
      }
    } onCancel: {
      let follower = flight.followers.withLock { $0.fail(follower, throwing: CancellationError()) }
      follower?.resume()
    }
  }
}
