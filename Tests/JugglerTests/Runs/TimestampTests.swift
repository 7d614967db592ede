import Juggler
import Testing

struct TimestampTests {
  /// Expected values from `date -u -d @SECONDS`.
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"),
      (951_782_400, "2000-02-29T00:00:00.000Z"),
      (1_709_208_000, "2024-02-29T12:00:00.000Z"),
      (1_645_557_742, "2022-02-22T19:22:22.000Z"),
      (4_107_542_399, "2100-02-28T23:59:59.000Z"),
      (4_107_542_400, "2100-03-01T00:00:00.000Z"),
      (-86_400, "1969-12-31T00:00:00.000Z"),
      (-2_208_988_800, "1900-01-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func writesRFC3339(_ seconds: Int64, _ expected: String) {
    #expect(Timestamp(nanoseconds: seconds * 1_000_000_000).rfc3339 == expected)
  }

  /// The fraction is cut, towards the past also before 1970.
  @Test(
    arguments: [
      (1, "1970-01-01T00:00:00.000Z"),
      (1_999_999, "1970-01-01T00:00:00.001Z"),
      (-1, "1969-12-31T23:59:59.999Z"),
      (-1_500_000_000, "1969-12-31T23:59:58.500Z"),
      (Int64.max, "2262-04-11T23:47:16.854Z"),
      (Int64.min, "1677-09-21T00:12:43.145Z"),
    ] as [(Int64, String)])
  func cutsToMilliseconds(_ nanoseconds: Int64, _ expected: String) {
    #expect(Timestamp(nanoseconds: nanoseconds).rfc3339 == expected)
  }

  @Test func addsAndSubtractsDurations() {
    let time = Timestamp(nanoseconds: 5)
    #expect(time + .seconds(2) == Timestamp(nanoseconds: 2_000_000_005))
    #expect(time + .seconds(-2) == Timestamp(nanoseconds: -1_999_999_995))
    #expect(
      Timestamp(nanoseconds: .max) - Timestamp(nanoseconds: .min) == .nanoseconds(Int64.max) * 2 + .nanoseconds(1))
  }

  /// The longest wait that somebody asks for ends at the end of time, and does not end the process.
  @Test func staysWithinItsRange() {
    let now = Timestamp(nanoseconds: 1)
    #expect(now + .seconds(Int64.max) == Timestamp(nanoseconds: .max))
    #expect(now + .seconds(9_223_372_036) + .milliseconds(999) == Timestamp(nanoseconds: .max))
    #expect(now + (.seconds(9_223_372_036) + .milliseconds(999)) == Timestamp(nanoseconds: .max))
    #expect(now + .seconds(-10_000_000_000) == Timestamp(nanoseconds: .min))
    #expect(Timestamp(nanoseconds: .min) + .nanoseconds(-1) == Timestamp(nanoseconds: .min))
  }
}
