#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The types whose own `Codable` form nobody expects in JSON.
extension JSONValue {
  init?<T: Encodable>(foundation value: T, at place: @autoclosure () -> CodingPlace) throws {
    if T.self == Date.self {
      self = .string((value as! Date).iso8601)
    } else if T.self == Data.self {
      self = .string((value as! Data).base64EncodedString())
    } else if T.self == URL.self {
      self = .string((value as! URL).absoluteString)
    } else if T.self == Decimal.self {
      guard let number = try? JSONValue(parsing: (value as! Decimal).description) else {
        throw EncodingError.invalidValue(
          value, .init(codingPath: place().path, debugDescription: "expected a finite number, found \(value)"))
      }
      self = number
    } else {
      return nil
    }
  }
}

extension ValueDecoder {
  /// The counterpart; `nil` for every other type.
  func decodeFoundation<T: Decodable>(_ type: T.Type) throws -> T? {
    if type == Date.self {
      try parse("an ISO 8601 date such as 2026-02-03T04:05:06Z") { Date(iso8601: $0) } as? T
    } else if type == Data.self {
      try parse("base64") { Data(base64Encoded: $0) } as? T
    } else if type == URL.self {
      try parse("a URL") { URL(string: $0) } as? T
    } else if type == Decimal.self {
      try decimal() as? T
    } else {
      nil
    }
  }

  private func parse<T>(_ expected: String, _ parse: (String) -> T?) throws -> T {
    let text = try decode(String.self)
    guard let result = parse(text) else { throw corrupted(expected: expected) }
    return result
  }

  private func decimal() throws -> Decimal {
    guard value.kind == .number, let decimal = Decimal(string: value.serialized()) else {
      throw mismatch(Decimal.self, expected: "a number")
    }
    return decimal
  }
}

extension Date {
  fileprivate var iso8601: String {
    let isWhole = (timeIntervalSince1970 * 1000).rounded().truncatingRemainder(dividingBy: 1000) == 0
    return formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: !isWhole))
  }

  fileprivate init?(iso8601 text: String) {
    for hasFraction in [false, true] {
      if let date = try? Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction).parse(text) {
        self = date
        return
      }
    }
    return nil
  }
}
