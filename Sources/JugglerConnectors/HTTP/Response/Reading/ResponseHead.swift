internal import NIOCore
internal import NIOHTTP1

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The status line and the fields of a response, kept as they came: few calls read more than one or two of the fields,
/// so texts are made of them only when somebody asks.
struct ResponseHead: Sendable {
  let status: Int
  /// From the first byte of the status line on, as it was checked by `ResponseReader`: every line ends with LF, none is
  /// continued, and every field has a name.
  private let bytes: ByteBuffer

  init(status: Int, checked bytes: ByteBuffer) {
    self.status = status
    self.bytes = bytes
  }

  /// The same of a response that another client has read.
  init(_ status: HTTPResponseStatus, _ headers: HTTPHeaders) {
    self.status = Int(status.code)
    var bytes = ByteBuffer(string: "HTTP/1.1 \(status.code) \(status.reasonPhrase)\n")
    for (name, value) in headers { bytes.writeString("\(name): \(value)\n") }
    self.bytes = bytes
  }

  /// What follows the status code; may be empty.
  var reason: String {
    bytes.withUnsafeReadableBytes { bytes in
      var lines = HeadLines(bytes)
      guard let line = lines.next() else { return "" }
      return String(decoding: line.dropFirst("HTTP/1.1 200 ".utf8.count), as: UTF8.self)
    }
  }

  /// The value of the first field of that name, in whatever case; nil when there is none.
  func first(_ name: String) -> String? {
    bytes.withUnsafeReadableBytes { bytes in
      var lines = HeadLines(bytes)
      _ = lines.next()
      while let line = lines.next() {
        if let value = HeadLines.value(in: line, of: name) { return String(decoding: value, as: UTF8.self) }
      }
      return nil
    }
  }

  /// All fields in their order.
  var fields: [(name: String, value: String)] {
    bytes.withUnsafeReadableBytes { bytes in
      var lines = HeadLines(bytes)
      _ = lines.next()
      var fields: [(name: String, value: String)] = []
      while let line = lines.next() {
        guard let (name, value) = HeadLines.field(in: line) else { continue }
        fields.append((String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
      }
      return fields
    }
  }

  func all(_ name: String) -> [String] {
    fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }
}

/// Walks over the lines of a head.
struct HeadLines {
  typealias Bytes = Slice<UnsafeRawBufferPointer>

  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next line without its end; nil after the last, and at the empty line that ends a head.
  mutating func next() -> Bytes? {
    guard let end = bytes.firstLineFeed(from: position) else { return nil }
    var line = bytes[position..<end]
    position = end + 1
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return line.isEmpty ? nil : line
  }

  /// Name and value of a field; nil when the line is none.
  static func field(in line: Bytes) -> (name: Bytes, value: Bytes)? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return (line[..<colon], trimmed(line[(colon + 1)...]))
  }

  /// The value when the field has that name.
  static func value(in line: Bytes, of name: String) -> Bytes? {
    let end = line.startIndex + name.utf8.count
    guard end < line.endIndex, line[end] == UInt8(ascii: ":"), line[..<end].hasSameLetters(as: name) else { return nil }
    return trimmed(line[(end + 1)...])
  }

  private static func trimmed(_ bytes: Bytes) -> Bytes {
    var bytes = bytes
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes
  }
}

extension HeadLines.Bytes {
  /// Whether this is that text but for the case of ASCII letters.
  func hasSameLetters(as text: String) -> Bool {
    guard count == text.utf8.count else { return false }
    return zip(self, text.utf8).allSatisfy { $0 == $1 || $0.lowercasedLetter == $1.lowercasedLetter }
  }
}

extension UnsafeRawBufferPointer {
  /// Where the next line ends, from a position on.
  func firstLineFeed(from position: Int) -> Int? {
    guard position < count, let base = baseAddress,
      let found = memchr(base + position, Int32(UInt8(ascii: "\n")), count - position)
    else { return nil }
    return UnsafeRawPointer(found) - base
  }
}

extension UInt8 {
  fileprivate var lowercasedLetter: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
