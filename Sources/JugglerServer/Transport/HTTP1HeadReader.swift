import HTTPTypes
import NIOCore

/// Reads one complete head, from its first line to its empty one.
struct HTTP1HeadReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func head(isSecure: Bool, maximumCount: Int) throws(RequestRefusal) -> HTTP1Parser.Head {
    let method = try self.method()
    let target = try self.target()
    let isHTTP10 = try version()
    var fields = HTTPFields()
    fields.reserveCapacity(8)
    var framing = HTTP1Framing(isHTTP10: isHTTP10)
    var authority: String?
    var count = 0
    while let field = try field() {
      count += 1
      guard count <= maximumCount else { throw .headerTooLarge }
      if field.isHost {
        if authority != nil { throw .malformed("it has two Host fields") }
        authority = field.value
        continue
      }
      let known = field.knownName
      if let known { try framing.note(known, field.value) }
      fields.append(try field.made(as: known))
    }
    if authority == nil, !isHTTP10 { throw .malformed("it has no Host field") }
    let path = try Self.path(ofTarget: target, method: method, authority: &authority)
    return HTTP1Parser.Head(
      request: HTTPRequest(
        method: method, scheme: isSecure ? "https" : "http", authority: authority, path: path, headerFields: fields),
      isHTTP10: isHTTP10, keepsAlive: framing.keepsAlive, bodyLength: try framing.bodyLength(),
      expectsContinue: framing.expectsContinue)
  }

  // MARK: The request line

  private mutating func method() throws(RequestRefusal) -> HTTPRequest.Method {
    let word = try word(upTo: UInt8(ascii: " "), "its method")
    if word.isText("GET") { return .get }
    if word.isText("POST") { return .post }
    if word.isText("PUT") { return .put }
    guard let method = HTTPRequest.Method(String(decoding: word, as: UTF8.self)) else {
      throw .malformed("its method is no token")
    }
    return method
  }

  private mutating func target() throws(RequestRefusal) -> String {
    let word = try word(upTo: UInt8(ascii: " "), "its target")
    guard word.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .malformed("its target has characters that must be percent-encoded")
    }
    return String(decoding: word, as: UTF8.self)
  }

  /// Whether it is 1.0 rather than 1.1.
  private mutating func version() throws(RequestRefusal) -> Bool {
    let word = try word(upTo: UInt8(ascii: "\r"), "its version")
    guard bytes[position] == UInt8(ascii: "\n") else { throw .malformed("a line does not end in CR LF") }
    position += 1
    if word.isText("HTTP/1.1") { return false }
    if word.isText("HTTP/1.0") { return true }
    throw .malformed("its version is neither HTTP/1.1 nor HTTP/1.0")
  }

  /// What comes before a delimiter, which is skipped.
  private mutating func word(upTo end: UInt8, _ what: String) throws(RequestRefusal) -> UnsafeRawBufferPointer {
    let start = position
    while position < bytes.count, bytes[position] != end {
      if bytes[position] == UInt8(ascii: "\n") { throw .malformed("\(what) is not where it should be") }
      position += 1
    }
    guard position < bytes.count, position > start else { throw .malformed("\(what) is missing") }
    position += 1
    return UnsafeRawBufferPointer(rebasing: bytes[start..<position - 1])
  }

  /// The path and query of a request target (RFC 9112 section 3.2), whose authority goes before the Host field's.
  private static func path(
    ofTarget target: String, method: HTTPRequest.Method, authority: inout String?
  ) throws(RequestRefusal) -> String {
    if target.utf8.first == UInt8(ascii: "/") { return target }
    if target == "*", method == .options { return target }
    if method == .connect { throw .unsupported("CONNECT") }
    let lower = target.lowercased()
    guard let prefix = ["http://", "https://"].first(where: { lower.hasPrefix($0) }) else {
      throw .malformed("its target is neither a path nor a URL")
    }
    let rest = target.dropFirst(prefix.count)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    authority = String(rest[..<end])
    let path = rest[end...]
    return path.first == "/" ? String(path) : "/" + path
  }

  // MARK: Fields

  /// The next field; nil at the empty line.
  private mutating func field() throws(RequestRefusal) -> HTTP1Field? {
    if bytes[position] == UInt8(ascii: "\r"), bytes[position + 1] == UInt8(ascii: "\n") { return nil }
    let start = position
    while HTTP1Field.isToken(bytes[position]) { position += 1 }
    guard bytes[position] == UInt8(ascii: ":"), position > start else {
      throw .malformed("a field's name is no token, or no colon follows it")
    }
    let name = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    position += 1
    while bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\t") { position += 1 }
    let valueStart = position
    var isASCII = true
    while bytes[position] >= 0x20 || bytes[position] == UInt8(ascii: "\t") {
      if bytes[position] == 0x7F { break }
      if bytes[position] > 0x7F { isASCII = false }
      position += 1
    }
    guard bytes[position] == UInt8(ascii: "\r"), bytes[position + 1] == UInt8(ascii: "\n") else {
      throw .malformed("a field's value has a control character")
    }
    var end = position
    while end > valueStart, bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: "\t") { end -= 1 }
    position += 2
    return HTTP1Field(
      name: name, valueBytes: UnsafeRawBufferPointer(rebasing: bytes[valueStart..<end]), isASCII: isASCII)
  }

  /// Whether a line is a field.
  static func isField(_ line: ByteBuffer) -> Bool {
    let bytes = line.readableBytesView
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > bytes.startIndex else { return false }
    return bytes[..<colon].allSatisfy(HTTP1Field.isToken)
      && bytes[colon...].allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
  }

  /// The size in front of a chunk, whose extensions mean nothing here.
  static func chunkSize(_ line: ByteBuffer) throws(RequestRefusal) -> Int {
    var size = 0
    var digits = 0
    var isExtension = false
    var before: UInt8 = 0
    for byte in line.readableBytesView {
      defer { before = byte }
      if isExtension {
        let isAllowed = byte >= 0x20 && byte != 0x7F || byte == UInt8(ascii: "\t")
        guard isAllowed, before != UInt8(ascii: ";") || HTTP1Field.isToken(byte) else {
          throw .malformed("a chunk's extension has no name, or a control character")
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): size = size << 4 | Int(byte & 0x0F)
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        size = size << 4 | Int((byte & 0x0F) + 9)
      case UInt8(ascii: ";") where digits > 0:
        isExtension = true
        continue
      default: throw .malformed("a chunk's size is no hexadecimal number")
      }
      digits += 1
      guard digits <= 15 else { throw .malformed("a chunk's size has too many digits") }
    }
    guard digits > 0 else { throw .malformed("a chunk's size is missing") }
    guard before != UInt8(ascii: ";") else { throw .malformed("a chunk's extension has no name") }
    return size
  }
}

extension UnsafeRawBufferPointer {
  /// Whether these are the bytes of a text.
  fileprivate func isText(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in indices where self[index] != text.utf8Start[index] { return false }
    return true
  }
}
