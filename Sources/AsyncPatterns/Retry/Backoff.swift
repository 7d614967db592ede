/// How long to wait before each retry.
public struct Backoff: Sendable {
  private let delay: @Sendable (_ attempt: Int) -> Duration

  /// A backoff of one's own.
  ///
  /// - Parameter delay: The delay before an attempt; it is called with 2 for the first retry, since the first try
  ///   is attempt 1. A negative delay counts as none.
  public static func custom(_ delay: @escaping @Sendable (_ attempt: Int) -> Duration) -> Backoff {
    Backoff(delay: delay)
  }

  /// No delay at all.
  public static var none: Backoff { .constant(.zero) }

  /// The same delay before every retry.
  public static func constant(_ delay: Duration) -> Backoff {
    Backoff { _ in delay }
  }

  /// `initial`, `initial + increment`, `initial + 2 × increment`, …, at most `max`.
  public static func linear(initial: Duration, increment: Duration, max: Duration? = nil) -> Backoff {
    Backoff { attempt in
      let steps = Double(attempt - 2)
      return bounded(.clampedSeconds(initial.inSeconds + increment.inSeconds * steps), exact: max) {
        initial + increment * (attempt - 2)
      }
    }
  }

  /// `initial`, `initial × factor`, `initial × factor²`, …, at most `max`.
  public static func exponential(initial: Duration, factor: Double = 2, max: Duration? = nil) -> Backoff {
    Backoff { attempt in
      var seconds = initial.inSeconds
      let limit = (max ?? .longest).inSeconds
      for _ in 2..<Swift.max(attempt, 2) {
        seconds *= factor
        if seconds >= limit || seconds == 0 { break }
      }
      return Swift.min(.clampedSeconds(seconds), max ?? .longest)
    }
  }

  /// `initial × 1, 1, 2, 3, 5, 8, …`, at most `max`: grows more slowly than doubling.
  public static func fibonacci(initial: Duration, max: Duration? = nil) -> Backoff {
    Backoff { attempt in
      let limit = max ?? .longest
      var (current, next) = (initial, initial)
      for _ in 2..<Swift.max(attempt, 2) {
        if current >= limit { break }
        (current, next) = (next, Swift.min(current + next, .longest))
      }
      return Swift.min(current, limit)
    }
  }

  /// The delay before an attempt, without jitter; never negative, and zero before the first.
  ///
  /// - Parameter attempt: Counted from 1, so the first retry is attempt 2.
  public func delay(before attempt: Int) -> Duration {
    attempt < 2 ? .zero : Swift.max(.zero, delay(attempt))
  }

  /// Computes exactly where that cannot overflow.
  private static func bounded(_ estimate: Duration, exact max: Duration?, _ compute: () -> Duration) -> Duration {
    let limit = max ?? .longest
    return estimate >= limit ? limit : Swift.min(compute(), limit)
  }
}
