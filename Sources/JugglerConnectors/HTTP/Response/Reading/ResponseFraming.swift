internal import NIOCore

/// What the head of a response says of what follows it (RFC 9112, sections 6 and 9).
struct ResponseFraming: Equatable {
  enum Body: Equatable {
    case none
    case sized(Int)
    case chunked
    /// Whatever comes until the server closes the connection.
    case untilClose
  }

  var status = 0
  var body = Body.untilClose
  /// Whether the connection can carry another request after this response.
  var keepsAlive = true
  /// Whether the body is in a coding that has to be undone.
  var isCompressed = false

  private var length: Int?
  private var isChunked = false
  private var isClosing = false

  /// Reads a head from its first byte to the empty line.
  ///
  /// - Parameter answersHEAD: a response to HEAD has no body, whatever it says of one.
  init(_ bytes: UnsafeRawBufferPointer, answersHEAD: Bool) throws(ResponseError) {
    var lines = HeadLines(bytes)
    guard let line = lines.next() else { throw .invalid("an empty line where the status line should be") }
    try readStatus(line)
    while let line = lines.next() { try readField(line) }
    if answersHEAD || (100..<200).contains(status) || status == 204 || status == 304 {
      body = .none
    } else if isChunked {
      body = .chunked
      // Such a message may be an attempt to smuggle another response in.
      if length != nil { keepsAlive = false }
    } else if let length {
      body = .sized(length)
    } else {
      keepsAlive = false
    }
    if status == 101 || isClosing { keepsAlive = false }
  }

  private mutating func readStatus(_ line: HeadLines.Bytes) throws(ResponseError) {
    let start = line.startIndex
    guard line.count >= 12, line.prefix(7).elementsEqual("HTTP/1.".utf8), line[start + 8] == 0x20,
      line.count == 12 || line[start + 12] == 0x20
    else { throw .invalid("the status line is '\(Self.excerpt(line))'") }
    for byte in line[(start + 9)..<(start + 12)] {
      guard byte >= 0x30, byte <= 0x39 else { throw .invalid("the status line is '\(Self.excerpt(line))'") }
      status = status * 10 + Int(byte - 0x30)
    }
    guard status >= 100 else { throw .invalid("the status is \(status)") }
    if line[start + 7] == UInt8(ascii: "0") { keepsAlive = false }
  }

  private mutating func readField(_ line: HeadLines.Bytes) throws(ResponseError) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
      throw .invalid("a field is '\(Self.excerpt(line))'")
    }
    for byte in line[..<colon] where !byte.isTokenCharacter {
      throw .invalid("a field is '\(Self.excerpt(line))'")
    }
    for byte in line[colon...] where byte == 0 || byte == 0x0D {
      throw .invalid("a field contains a control character: '\(Self.excerpt(line))'")
    }
    switch colon - line.startIndex {
    case 10: if let value = HeadLines.value(in: line, of: "Connection") { readConnection(value) }
    case 14: if let value = HeadLines.value(in: line, of: "Content-Length") { try readLength(value) }
    case 16:
      if let value = HeadLines.value(in: line, of: "Content-Encoding") {
        isCompressed = value.hasSameLetters(as: "gzip") || value.hasSameLetters(as: "deflate")
      }
    case 17:
      if let value = HeadLines.value(in: line, of: "Transfer-Encoding") {
        guard !isChunked, value.hasSameLetters(as: "chunked") else {
          throw .invalid("the transfer encoding is '\(Self.excerpt(value))', expected chunked")
        }
        isChunked = true
      }
    default: break
    }
  }

  private mutating func readConnection(_ value: HeadLines.Bytes) {
    for part in value.split(separator: UInt8(ascii: ",")) {
      let option = String(decoding: part, as: UTF8.self).filter { $0 != " " && $0 != "\t" }.lowercased()
      if option == "close" { isClosing = true }
      // What a server of HTTP/1.0 says to keep the connection.
      if option == "keep-alive" { keepsAlive = true }
    }
  }

  private mutating func readLength(_ value: HeadLines.Bytes) throws(ResponseError) {
    var number = 0
    for byte in value {
      guard byte >= 0x30, byte <= 0x39, number < 1 << 56 else {
        throw .invalid("the content length is '\(Self.excerpt(value))'")
      }
      number = number * 10 + Int(byte - 0x30)
    }
    guard !value.isEmpty, length == nil || length == number else {
      throw .invalid("the content length is '\(Self.excerpt(value))'\(length.map { ", and \($0)" } ?? "")")
    }
    length = number
  }

  private static func excerpt(_ bytes: HeadLines.Bytes) -> String { String(decoding: bytes.prefix(80), as: UTF8.self) }
}
