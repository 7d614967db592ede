#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The types whose own `Codable` form nobody expects in JSON.
extension JSONValue {
  init?(foundation value: some Encodable, codingPath: [any CodingKey]) throws {
    switch value {
    case let value as Date: self = .string(value.iso8601)
    case let value as Data: self = .string(value.base64EncodedString())
    case let value as URL: self = .string(value.absoluteString)
    case let value as Decimal:
      guard let number = try? JSONValue(parsing: value.description) else {
        throw EncodingError.invalidValue(
          value, .init(codingPath: codingPath, debugDescription: "expected a finite number, found \(value)"))
      }
      self = number
    default: return nil
    }
  }
}

extension ValueDecoder {
  /// The counterpart; `nil` for every other type.
  func decodeFoundation<T: Decodable>(_ type: T.Type) throws -> T? {
    switch type {
    case is Date.Type: try parse("an ISO 8601 date such as 2026-02-03T04:05:06Z") { Date(iso8601: $0) } as? T
    case is Data.Type: try parse("base64") { Data(base64Encoded: $0) } as? T
    case is URL.Type: try parse("a URL") { URL(string: $0) } as? T
    case is Decimal.Type: try decimal() as? T
    default: nil
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
    let seconds = timeIntervalSince1970
    let isWhole = (seconds * 1000).rounded().truncatingRemainder(dividingBy: 1000) == 0
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
