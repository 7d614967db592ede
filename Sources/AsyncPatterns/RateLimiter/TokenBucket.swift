/// A token bucket, kept as the instant at which it will be full again (the generic cell rate algorithm): a call moves
/// that instant on, and must wait while it is too far ahead. Times are nanoseconds since the clock's origin.
struct TokenBucket {
  /// The time one token takes.
  private let interval: Int64
  private let burst: Int64
  /// When the bucket is full again, if nobody calls.
  private var fullAt: Int64 = .min

  init(interval: Duration, burst: Int) {
    self.interval = max(1, interval.nanosecondsRoundedUp)
    // So that a full bucket stays within the range of instants.
    self.burst = min(Int64(burst), Int64.max / 4 / self.interval)
  }

  /// How long a call that takes so many tokens would have to wait; nil when the bucket never holds that many.
  func wait(for tokens: Int, at now: Int64) -> Int64? {
    guard Int64(tokens) <= burst else { return nil }
    return max(0, end(of: tokens, at: now) - burst * interval - now)
  }

  /// Takes tokens, if need be those of the future.
  mutating func take(_ tokens: Int, at now: Int64) {
    fullAt = end(of: tokens, at: now)
  }

  /// Gives back tokens that were not used.
  mutating func giveBack(_ tokens: Int) {
    fullAt -= Int64(tokens) * interval
  }

  /// Full, so that it is as good as a new one.
  func isFull(at now: Int64) -> Bool { fullAt <= now }

  private func end(of tokens: Int, at now: Int64) -> Int64 {
    max(fullAt, now) + Int64(tokens) * interval
  }
}
