/// How many calls go through in what time.
public struct RateLimit: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case tokenBucket(interval: Duration, burst: Int)
    case slidingWindow(limit: Int, window: Duration)
  }

  let kind: Kind

  /// A bucket that `burst` tokens fit into, filled at a steady rate; every call takes one.
  ///
  /// - Parameters:
  ///   - rate: How many tokens are added in each `interval`. At least 1.
  ///   - interval: The time in which they are added.
  ///   - burst: How many calls may come at once after a pause; nil for `rate`.
  public static func tokenBucket(_ rate: Int, per interval: Duration, burst: Int? = nil) -> RateLimit {
    let rate = max(1, rate)
    return RateLimit(kind: .tokenBucket(interval: max(.nanoseconds(1), interval / rate), burst: max(1, burst ?? rate)))
  }

  /// At most `limit` calls in any stretch of time as long as the window. Exact; it remembers `limit` instants.
  public static func slidingWindow(_ limit: Int, per window: Duration) -> RateLimit {
    RateLimit(kind: .slidingWindow(limit: max(1, limit), window: max(.nanoseconds(1), window)))
  }
}
