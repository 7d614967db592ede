/// When a circuit breaker opens, and how it closes again.
public struct CircuitBreakerConfiguration: Sendable {
  /// Which calls are looked at.
  public enum Window: Sendable, Equatable {
    /// The last so many.
    case count(Int)
    /// Those that ended in the last so much time, to a tenth of it.
    case time(Duration)
  }

  /// Opens when at least this share of the calls failed: 0.5 for half of them.
  public var failureRatio: Double
  /// Opens when at least this share of the calls were slow. Only with `slowCallDuration`.
  public var slowCallRatio: Double
  /// A call is slow from this duration on, whether it fails or not; nil when none is.
  public var slowCallDuration: Duration?
  /// Fewer calls than this in the window say nothing.
  public var minimumThroughput: Int
  /// Which calls are looked at.
  public var window: Window
  /// How long it stays open: before the first, second, … probe that finds it still broken (attempt 2, 3, …).
  public var openDuration: Backoff
  /// How many calls go through when half-open; if all of them succeed it closes, if one fails it opens again.
  public var probes: Int
  /// Whether an error speaks against the other side. Not asked when the caller was cancelled: that never counts.
  public var isFailure: @Sendable (any Error) -> Bool

  public init(
    failureRatio: Double = 0.5,
    slowCallRatio: Double = 1,
    slowCallDuration: Duration? = nil,
    minimumThroughput: Int = 10,
    window: Window = .time(.seconds(30)),
    openDuration: Backoff = .constant(.seconds(5)),
    probes: Int = 1,
    isFailure: @escaping @Sendable (any Error) -> Bool = { !($0 is CancellationError) }
  ) {
    self.failureRatio = failureRatio
    self.slowCallRatio = slowCallRatio
    self.slowCallDuration = slowCallDuration
    self.minimumThroughput = max(1, minimumThroughput)
    self.window = window
    self.openDuration = openDuration
    self.probes = max(1, probes)
    self.isFailure = isFailure
  }
}
