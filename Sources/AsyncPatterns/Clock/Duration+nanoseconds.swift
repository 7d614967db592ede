extension Duration {
  /// Whole nanoseconds, rounded up, and clamped to what an `Int64` holds (292 years).
  package var nanosecondsRoundedUp: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let fraction = attoseconds / 1_000_000_000 + (attoseconds % 1_000_000_000 > 0 ? 1 : 0)
    let (sum, carry) = whole.addingReportingOverflow(fraction)
    return carry ? (whole < 0 ? .min : .max) : sum
  }

  /// Whole nanoseconds, rounded down, and clamped to what an `Int64` holds (292 years).
  package var nanosecondsRoundedDown: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let fraction = attoseconds / 1_000_000_000 - (attoseconds % 1_000_000_000 < 0 ? 1 : 0)
    let (sum, carry) = whole.addingReportingOverflow(fraction)
    return carry ? (whole < 0 ? .min : .max) : sum
  }

  /// The duration as a floating-point number of seconds.
  package var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  /// Like `.seconds(_:)`, but never traps: what is not finite or too large becomes the longest duration, NaN zero.
  package static func clampedSeconds(_ seconds: Double) -> Duration {
    guard !seconds.isNaN else { return .zero }
    guard seconds < 9e18 else { return .longest }
    guard seconds > -9e18 else { return .zero - .longest }
    return .seconds(seconds)
  }

  /// About 292 years: longer than any wait, and short enough that sums of a few do not overflow.
  package static var longest: Duration { .nanoseconds(Int64.max) }
}
