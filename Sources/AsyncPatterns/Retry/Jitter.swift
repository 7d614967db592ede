/// Randomness in the delays, so that callers that failed together do not come back together.
///
/// `full`, `equal` and `decorrelated` are those of Marc Brooker, "Exponential Backoff And Jitter" (AWS, 2015).
public enum Jitter: Sendable, Equatable {
  /// The backoff's delay as it is.
  case none
  /// Anything from zero to the backoff's delay.
  case full
  /// At least half of the backoff's delay.
  case equal
  /// From the first delay to three times the previous one, at most `max`. The backoff's growth is not used.
  case decorrelated(max: Duration)
  /// The backoff's delay and something from this range on top.
  case between(from: Duration, to: Duration)

  /// The delay to really wait.
  ///
  /// - Parameters:
  ///   - delay: What the backoff says for this retry.
  ///   - first: What the backoff says for the first retry.
  ///   - previous: What was really waited before the previous retry; nil before the first.
  ///   - generator: Where the randomness comes from.
  /// - Returns: Never less than zero.
  public func apply(
    to delay: Duration, first: Duration, previous: Duration?, using generator: inout some RandomNumberGenerator
  ) -> Duration {
    switch self {
    case .none: max(.zero, delay)
    case .full: Self.random(from: .zero, to: delay, using: &generator)
    case .equal: Self.random(from: delay / 2, to: delay, using: &generator)
    case .decorrelated(let limit):
      min(
        limit,
        Self.random(from: first, to: .clampedSeconds((previous ?? first).inSeconds * 3), using: &generator))
    case .between(let from, let to):
      max(.zero, min(delay, .longest) + Self.random(from: from, to: to, using: &generator))
    }
  }

  private static func random(
    from lower: Duration, to upper: Duration, using generator: inout some RandomNumberGenerator
  ) -> Duration {
    let from = max(0, lower.nanosecondsRoundedDown)
    let to = max(from, upper.nanosecondsRoundedDown)
    return .nanoseconds(Int64.random(in: from...to, using: &generator))
  }
}
