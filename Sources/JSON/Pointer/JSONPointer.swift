/// A place within a JSON value (RFC 6901), such as `/do/0/notify`.
///
/// `description` is the pointer's text. As in JSON itself, tokens are compared by code points.
public struct JSONPointer: Sendable {
  /// The unescaped reference tokens, from the outermost; none for the whole value.
  public private(set) var tokens: [String]

  /// The pointer to the whole value.
  public static let root = JSONPointer(tokens: [])

  public init(tokens: some Sequence<String>) { self.tokens = Array(tokens) }

  /// Parses a pointer's text: empty, or tokens that each follow a `/`, `~1` standing for `/` and `~0` for `~`.
  public init(parsing text: String) throws(JSONPointerError) {
    guard !text.isEmpty else {
      self = .root
      return
    }
    guard text.utf8.first == UInt8(ascii: "/") else {
      throw .syntax(text, expected: "an empty text or '/' at the start")
    }
    var tokens: [String] = []
    for token in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let unescaped = Self.unescape(token) else {
        throw .syntax(text, expected: "'0' or '1' after every '~'")
      }
      tokens.append(unescaped)
    }
    self.tokens = tokens
  }

  public var isRoot: Bool { tokens.isEmpty }

  /// The pointer to what contains this place; `nil` for the whole value.
  public var parent: JSONPointer? { tokens.isEmpty ? nil : JSONPointer(tokens: tokens.dropLast()) }

  /// The pointer to the member of that key, which is escaped as needed.
  public func appending(_ key: String) -> JSONPointer { JSONPointer(tokens: tokens + [key]) }

  /// The pointer to the element at that index.
  public func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

  /// The pointer to a place within the place this one points to.
  public func appending(_ other: JSONPointer) -> JSONPointer { JSONPointer(tokens: tokens + other.tokens) }

  public func hasPrefix(_ other: JSONPointer) -> Bool {
    tokens.count >= other.tokens.count && zip(tokens, other.tokens).allSatisfy { $0.hasSameBytes(as: $1) }
  }

  private static func unescape(_ token: Substring.UTF8View) -> String? {
    guard token.contains(UInt8(ascii: "~")) else { return String(Substring(token)) }
    var bytes: [UInt8] = []
    var rest = token
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "~") else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
      default: return nil
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension JSONPointer: LosslessStringConvertible {
  /// Parses a pointer's text; `init(parsing:)` says what is wrong with it.
  public init?(_ description: String) {
    guard let pointer = try? JSONPointer(parsing: description) else { return nil }
    self = pointer
  }

  public var description: String {
    var bytes: [UInt8] = []
    for token in tokens {
      bytes.append(UInt8(ascii: "/"))
      for byte in token.utf8 {
        switch byte {
        case UInt8(ascii: "~"): bytes.append(contentsOf: "~0".utf8)
        case UInt8(ascii: "/"): bytes.append(contentsOf: "~1".utf8)
        default: bytes.append(byte)
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension JSONPointer: Hashable {
  public static func == (a: Self, b: Self) -> Bool { a.tokens.count == b.tokens.count && a.hasPrefix(b) }
  public func hash(into hasher: inout Hasher) { hasher.combine(tokens) }
}

/// Written as its text.
extension JSONPointer: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do {
      try self.init(parsing: text)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
