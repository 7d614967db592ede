/// Whether a circuit breaker lets calls through.
public enum CircuitBreakerState: Sendable, Equatable {
  /// All calls go through.
  case closed
  /// None do, because too many failed.
  case open
  /// A few do, to see whether it works again.
  case halfOpen
  /// None do, because somebody said so; only ``CircuitBreaker/reset()`` ends that.
  case isolated
}
