import Hummingbird
import Juggler
import JugglerAPI

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The parameters of a request's query; mistakes in them are answered with 400.
struct Query {
  private let items: [(name: String, value: String)]

  init(_ request: Request) throws {
    guard let query = request.uri.query else {
      items = []
      return
    }
    items = try query.split(separator: "&").map { item in
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let text = pair.map { String($0).replacing("+", with: " ").percentDecoded }
      guard let name = text[0], let value = text.count == 2 ? text[1] : "" else {
        throw Problem(.badRequest, "the query has a percent encoding that is no UTF-8 at '\(item.prefix(60))'")
      }
      return (name, value)
    }
  }

  /// Those of one name, in their order.
  func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// The only value of a name.
  func text(_ name: String) throws -> String? {
    let values = all(name)
    guard values.count < 2 else { throw mistake(name, "one value", "\(values.count)") }
    return values.first
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
    try parsed(name, "an integer from \(range.lowerBound) to \(range.upperBound)") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  func flag(_ name: String) throws -> Bool? {
    try parsed(name, "true or false") { ["true": true, "false": false][$0] }
  }

  func time(_ name: String) throws -> Timestamp? {
    try parsed(name, "a time such as 2026-02-03T04:05:06Z (RFC 3339)") { text in
      // A '+' that was not encoded has become a space.
      Date(rfc3339: text.replacing(" ", with: "+")).flatMap { Timestamp($0) }
    }
  }

  func run(_ name: String) throws -> RunID? { try parsed(name, "the id of a run, a UUID") { RunID($0) } }

  /// `name=key=value`, any number of times.
  func pairs(_ name: String) throws -> [String: String] {
    var result: [String: String] = [:]
    for text in all(name) {
      let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, !pair[0].isEmpty else { throw mistake(name, "key=value", "'\(text)'") }
      result[String(pair[0])] = String(pair[1])
    }
    return result
  }

  func parsed<T>(_ name: String, _ expected: String, _ parse: (String) -> T?) throws -> T? {
    guard let text = try text(name) else { return nil }
    guard let value = parse(text) else { throw mistake(name, expected, "'\(text.prefix(100))'") }
    return value
  }

  func mistake(_ name: String, _ expected: String, _ found: String) -> Problem {
    Problem(.badRequest, "query parameter '\(name)': expected \(expected), found \(found)")
  }
}

extension Timestamp {
  /// `nil` for a time outside of the range.
  init?(_ date: Date) {
    let seconds = date.timeIntervalSince1970
    guard abs(seconds) < 9.2e9 else { return nil }
    self.init(nanoseconds: Int64((seconds * 1000).rounded()) * 1_000_000)
  }
}

extension Date {
  init(_ time: Timestamp) { self.init(timeIntervalSince1970: Double(time.nanoseconds / 1_000_000) / 1000) }
}
