import AsyncPatterns

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A point in wall-clock time, in nanoseconds since 1970-01-01T00:00:00Z (leap seconds not counted, as in POSIX).
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The range is that of 64 bits (years 1677 to 2262): what lies beyond becomes its first or last moment.
  public static func + (time: Self, duration: Duration) -> Timestamp {
    // Twice the longest leads from any moment beyond the range, and no further than `Duration` can be read.
    let bounded = max(.longest * -2, min(duration, .longest * 2))
    return Timestamp(nanoseconds: (.nanoseconds(time.nanoseconds) + bounded).nanosecondsRoundedDown)
  }

  public static func - (later: Self, earlier: Self) -> Duration {
    .nanoseconds(later.nanoseconds) - .nanoseconds(earlier.nanoseconds)
  }

  /// RFC 3339 in UTC with milliseconds: `2026-01-31T12:00:00.250Z`.
  public var rfc3339: String {
    let millisecondsOfAll = nanoseconds.flooredDivision(by: 1_000_000)
    let secondsOfAll = millisecondsOfAll.flooredDivision(by: 1000)
    let days = secondsOfAll.flooredDivision(by: 86_400)
    let secondOfDay = secondsOfAll - days * 86_400
    let (year, month, day) = Self.civilDate(daysSinceEpoch: days)
    func padded(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    let time = "\(padded(secondOfDay / 3600, 2)):\(padded(secondOfDay / 60 % 60, 2)):\(padded(secondOfDay % 60, 2))"
    return "\(date)T\(time).\(padded(millisecondsOfAll - secondsOfAll * 1000, 3))Z"
  }

  /// The proleptic Gregorian date of a day, by Howard Hinnant's `civil_from_days`.
  private static func civilDate(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = daysSinceEpoch + 719_468
    let era = shifted.flooredDivision(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
