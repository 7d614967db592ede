public import JSON

/// A request as the loopback upstream received it.
public struct LoopbackRequest: Sendable {
  /// The method in upper case, such as `GET`.
  public let method: String
  /// The target as sent: path and query, still percent-encoded.
  public let target: String
  public let headers: [(name: String, value: String)]
  public let body: [UInt8]
  /// What stood in the place of each `{name}` of the route, percent-decoded.
  public internal(set) var parameters: [String: String] = [:]
  /// How many requests the route that answers had received before this one.
  public internal(set) var index = 0

  /// The target up to its query.
  public var path: Substring { target.prefix { $0 != "?" } }

  /// What follows the `?`, still percent-encoded; `nil` without one.
  public var query: Substring? { target.firstIndex(of: "?").map { target[target.index(after: $0)...] } }

  public var text: String { String(decoding: body, as: UTF8.self) }

  /// The body read as JSON; `nil` when it is none.
  public var json: JSONValue? { try? JSONValue(parsing: body) }

  /// The value of the first header of that name, whatever its case.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
