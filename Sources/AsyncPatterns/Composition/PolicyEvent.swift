/// What a policy decided.
public enum PolicyEvent: Sendable {
  /// A try failed and another follows.
  case retrying(RetryEvent)
  /// An operation took too long.
  case timedOut(limit: Duration)
  /// A circuit breaker changed its state.
  case circuitChanged(from: CircuitBreakerState, to: CircuitBreakerState)
  /// A bulkhead, rate limiter, circuit breaker or load shedder let a call not through.
  case rejected(any Error)
  /// An adaptive limit changed.
  case limitChanged(from: Int, to: Int)
  /// A further copy of a slow call was started; the first is number 1.
  case hedged(attempt: Int)
  /// A fallback answered instead.
  case fellBack(any Error)
  /// A fault was injected on purpose.
  case faultInjected(String)
}

/// Is told of what policies decide. It is called in the midst of the work, so it must not block.
public typealias PolicyObserver = @Sendable (PolicyEvent) -> Void
