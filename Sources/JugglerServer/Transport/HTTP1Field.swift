import HTTPTypes

/// A header field as its bytes.
struct HTTP1Field {
  let name: Slice<UnsafeRawBufferPointer>
  let valueBytes: Slice<UnsafeRawBufferPointer>
  let isASCII: Bool

  var value: String { String(decoding: valueBytes, as: UTF8.self) }

  var isHost: Bool { Self.equals(name, "host") }

  /// One of the names that come again and again, and of those that mean something to a connection.
  var knownName: HTTPField.Name? {
    for known in Self.known(ofLength: name.count) where Self.equals(name, known.canonicalName) { return known }
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

  private static func known(ofLength length: Int) -> [HTTPField.Name] {
    length < names.count ? names[length] : []
  }

  private static let names: [[HTTPField.Name]] = {
    let known: [HTTPField.Name] = [
      .accept, .acceptEncoding, .acceptLanguage, .authorization, .cacheControl, .connection, .contentEncoding,
      .contentLength, .contentType, .cookie, .expect, .ifMatch, .ifNoneMatch, .origin, .referer, .trailer,
      .transferEncoding, .upgrade, .userAgent,
    ]
    let longest = known.map(\.canonicalName.utf8.count).max() ?? 0
    return (0...longest).map { length in known.filter { $0.canonicalName.utf8.count == length } }
  }()

  /// Whether bytes are a text of small letters and hyphens, in any case.
  private static func equals(_ bytes: Slice<UnsafeRawBufferPointer>, _ text: String) -> Bool {
    bytes.count == text.utf8.count && zip(bytes, text.utf8).allSatisfy { $0 | 0x20 == $1 }
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
