#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension Date {
  static let expectation = "a time such as 2026-02-03T04:05:06.000Z (RFC 3339)"

  /// RFC 3339 in UTC with milliseconds: `2026-01-31T12:00:00.250Z`.
  public var rfc3339: String {
    // The formatter cuts off, and a double is often a little less than its millisecond.
    addingTimeInterval(0.0005).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// Reads an RFC 3339 time, with or without a fraction; `nil` for other text.
  public init?(rfc3339 text: String) {
    let hasFraction = text.utf8.contains(UInt8(ascii: "."))
    guard let date = try? Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction).parse(text) else {
      return nil
    }
    self = date
  }
}
