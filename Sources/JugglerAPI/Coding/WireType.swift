public import JSON

/// A value as it travels between client and server.
///
/// Its JSON form is written and read in one place, `json` and `init(json:)`; `Codable` is derived from that, so every coder
/// writes the same. Members that a reader does not know are ignored, so that a server may say more than a client knows.
public protocol WireType: Codable, Sendable, Hashable {
  /// Reads the JSON form; throws a `WireError` that says where it is not what was expected.
  init(json: JSONValue) throws(WireError)

  var json: JSONValue { get }
}

extension WireType {
  public init(from decoder: any Decoder) throws {
    let json = try JSONValue(from: decoder)
    do {
      try self.init(json: json)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: error.description, underlyingError: error))
    }
  }

  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}
