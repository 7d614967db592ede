import HTTPTypes

/// A header field as its bytes.
struct HTTP1Field {
  let name: UnsafeRawBufferPointer
  let valueBytes: UnsafeRawBufferPointer
  let isASCII: Bool

  var value: String { String(decoding: valueBytes, as: UTF8.self) }

  var isHost: Bool { Self.equals(name, Self.host) }

  private static let host = Array("host".utf8)

  /// One of the names that come again and again, and of those that mean something to a connection.
  var knownName: HTTPField.Name? {
    guard name.count < Self.names.count else { return nil }
    for known in Self.names[name.count] where Self.equals(name, known.bytes) { return known.name }
    return nil
  }

  /// - Parameter known: ``knownName``.
  func made(as known: HTTPField.Name?) throws(RequestRefusal) -> HTTPField {
    guard let name = known ?? HTTPField.Name(String(decoding: name, as: UTF8.self)) else {
      throw .malformed("a field's name is no token")
    }
    if isASCII { return HTTPField(name: name, value: value) }
    return HTTPField(name: name, lenientValue: Array(valueBytes))
  }

  private struct Known {
    let name: HTTPField.Name
    let bytes: [UInt8]
  }

  /// By their lengths.
  private static let names: [[Known]] = {
    let known: [HTTPField.Name] = [
      .accept, .acceptEncoding, .acceptLanguage, .authorization, .cacheControl, .connection, .contentEncoding,
      .contentLength, .contentType, .cookie, .expect, .ifMatch, .ifNoneMatch, .origin, .referer, .trailer,
      .transferEncoding, .upgrade, .userAgent,
    ]
    let names = known.map { Known(name: $0, bytes: Array($0.canonicalName.utf8)) }
    let longest = names.map(\.bytes.count).max() ?? 0
    return (0...longest).map { length in names.filter { $0.bytes.count == length } }
  }()

  /// Whether bytes are a text of small letters and hyphens, in any case.
  private static func equals(_ bytes: UnsafeRawBufferPointer, _ text: [UInt8]) -> Bool {
    guard bytes.count == text.count else { return false }
    for (index, byte) in text.enumerated() where bytes[index] | 0x20 != byte { return false }
    return true
  }

  /// A character of a token (RFC 9110 section 5.6.2).
  static func isToken(_ byte: UInt8) -> Bool { tokens[Int(byte)] }

  private static let tokens: [Bool] = (0...255).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(UInt8(byte))
    }
  }
}
