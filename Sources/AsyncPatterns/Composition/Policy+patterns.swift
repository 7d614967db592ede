extension Policy {
  /// Tries again. See ``RetryPolicy``.
  ///
  /// - Parameter isAcceptable: Whether a result needs no further try; nil for every result.
  @inlinable
  public static func retry<C: Clock>(
    _ policy: RetryPolicy,
    clock: C,
    until isAcceptable: (@Sendable (Value) -> Bool)? = nil,
    observe: PolicyObserver? = nil
  ) -> Policy where C.Duration == Duration {
    Policy { operation in
      try await AsyncPatterns.retry(
        policy, clock: clock, until: isAcceptable, onRetry: { observe?(.retrying($0)) },
        operation: { _ in try await operation() })
    }
  }

  /// Cancels what takes too long. See ``withTimeout(_:clock:isolation:operation:)``.
  @inlinable
  public static func timeout<C: Clock>(
    _ limit: Duration, clock: C, observe: PolicyObserver? = nil
  ) -> Policy where C.Duration == Duration {
    Policy { operation in
      do {
        return try await withTimeout(limit, clock: clock, expired: PolicyTimeout(), operation: operation)
      } catch is PolicyTimeout {
        observe?(.timedOut(limit: limit))
        throw TimeoutError(limit: limit)
      }
    }
  }

  /// Gives the whole task tree a deadline. See ``withDeadline(in:clock:operation:)``.
  @inlinable
  public static func deadline<C: Clock>(in limit: Duration, clock: C) -> Policy where C.Duration == Duration {
    Policy { operation in try await withDeadline(in: limit, clock: clock, operation: operation) }
  }

  /// Stops calling what fails anyway. See ``CircuitBreaker``.
  @inlinable
  public static func circuitBreaker<C: Clock>(_ breaker: CircuitBreaker<C>) -> Policy where C.Duration == Duration {
    Policy { operation in try await breaker.run(operation) }
  }

  /// Limits how many run at a time. See ``Bulkhead``.
  @inlinable
  public static func bulkhead(_ bulkhead: Bulkhead, priority: AsyncSemaphore.Priority = .normal) -> Policy {
    Policy { operation in try await bulkhead.run(priority: priority, operation) }
  }

  /// Limits how many run at a time, as many as the other side can take. See ``AdaptiveLimiter``.
  @inlinable
  public static func adaptiveLimit<C: Clock>(
    _ limiter: AdaptiveLimiter<C>, priority: AsyncSemaphore.Priority = .normal
  ) -> Policy where C.Duration == Duration {
    Policy { operation in try await limiter.run(priority: priority, operation) }
  }

  /// Refuses the less important when the load is high. See ``LoadShedder``.
  @inlinable
  public static func loadShedding(_ shedder: LoadShedder, priority: AsyncSemaphore.Priority = .normal) -> Policy {
    Policy { operation in try await shedder.run(priority: priority, operation) }
  }

  /// Limits how many run in a time. See ``RateLimiter``.
  @inlinable
  public static func rateLimit<C: Clock>(
    _ limiter: RateLimiter<C>, permits: Int = 1
  ) -> Policy where C.Duration == Duration {
    Policy { operation in try await limiter.run(permits: permits, operation) }
  }

  /// Starts a copy of what is slow. Only for calls that may be made twice. See ``hedge(_:clock:observe:operation:)``.
  @inlinable
  public static func hedging<C: Clock>(
    _ policy: HedgingPolicy, clock: C, observe: PolicyObserver? = nil
  ) -> Policy where C.Duration == Duration {
    Policy { operation in
      try await withoutActuallyEscaping(operation) { operation in
        try await hedge(policy, clock: clock, observe: observe) { _ in try await operation() }
      }
    }
  }

  /// Answers with something else when the operation fails.
  /// See ``withFallback(isolation:handles:observe:_:fallback:)``.
  @inlinable
  public static func fallback(
    handles: @escaping @Sendable (any Error) -> Bool = { _ in true },
    observe: PolicyObserver? = nil,
    _ fallback: @escaping @Sendable (any Error) async throws -> Value
  ) -> Policy {
    Policy { operation in
      try await withFallback(handles: handles, observe: observe, operation, fallback: fallback)
    }
  }

  /// Lets calls go wrong on purpose. See ``FaultInjection``.
  @inlinable
  public static func faults<C: Clock>(
    _ injection: FaultInjection<Value>, clock: C, observe: PolicyObserver? = nil
  ) -> Policy where C.Duration == Duration {
    Policy { operation in try await injection.run(clock: clock, observe: observe, operation) }
  }
}

/// Tells this policy's expiry from that of another inside it.
@usableFromInline
struct PolicyTimeout: Error {
  @usableFromInline
  init() {}
}
