import HTTPTypes
import NIOCore

/// Takes requests out of a connection's bytes (RFC 9112), as strictly as the RFC allows a server to be.
///
/// What two programs could read differently is refused, as it could hide a request from whoever stands in between: lines
/// that do not end in CR LF, folded fields, blanks before a colon, two lengths, a length beside a transfer coding.
struct HTTP1Parser {
  /// What a head says of its body and connection, besides the request itself.
  struct Head {
    var request: HTTPRequest
    /// The version is 1.0.
    var isHTTP10: Bool
    var keepsAlive: Bool
    /// `nil` for a chunked body.
    var bodyLength: Int?
    var expectsContinue: Bool
  }

  enum Part: Equatable {
    case bytes(ByteBuffer)
    case end
    /// Nothing, until more bytes are there.
    case wait
  }

  enum Body: Equatable {
    case length(Int)
    case chunkSize
    case chunk(Int)
    case chunkEnd
    case trailers(Int)
    case none
  }

  let isSecure: Bool
  let maximumSize: Int
  let maximumCount: Int
  /// How much of the buffer has been searched for the end of the head, and where its last line begins.
  private var searched = 0
  private var line = 0
  var body = Body.none

  init(isSecure: Bool, maximumSize: Int, maximumCount: Int) {
    self.isSecure = isSecure
    self.maximumSize = maximumSize
    self.maximumCount = maximumCount
  }

  /// The next head; nil until all of it is there.
  mutating func head(from buffer: inout ByteBuffer) throws(RequestRefusal) -> Head? {
    guard let length = try lengthOfHead(&buffer) else {
      // A line that is full without an end will not get better.
      if buffer.readableBytes > maximumSize { throw .headerTooLarge }
      return nil
    }
    (searched, line) = (0, 0)
    if length > maximumSize { throw .headerTooLarge }
    let result = buffer.withUnsafeReadableBytes { bytes in
      Result { () throws(RequestRefusal) in
        var reader = HTTP1HeadReader(UnsafeRawBufferPointer(rebasing: bytes[..<length]))
        return try reader.head(isSecure: isSecure, maximumCount: maximumCount)
      }
    }
    buffer.moveReaderIndex(forwardBy: length)
    let head = try result.get()
    body = head.bodyLength.map { .length($0) } ?? .chunkSize
    return head
  }

  /// The bytes up to and with the empty line; nil when that is not there yet. Empty lines before a head are skipped, as
  /// old clients send them behind a body.
  private mutating func lengthOfHead(_ buffer: inout ByteBuffer) throws(RequestRefusal) -> Int? {
    while true {
      let (searched, line) = (searched, line)
      let end: Int? = buffer.withUnsafeReadableBytes { bytes in
        // Byte by byte in a loop of its own: a slice's own search checks its bounds at each.
        var index = min(searched, bytes.count)
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        return index < bytes.count ? index : nil
      }
      guard let end else {
        self.searched = buffer.readableBytes
        return nil
      }
      let isProper = end > line && buffer.getInteger(at: buffer.readerIndex + end - 1) == UInt8(ascii: "\r")
      guard isProper else { throw .malformed("a line does not end in CR LF") }
      self.searched = end + 1
      self.line = end + 1
      if end == line + 1 {
        if line > 0 { return end + 1 }
        buffer.moveReaderIndex(forwardBy: end + 1)
        (self.searched, self.line) = (0, 0)
      }
    }
  }

  /// The next part of the body.
  mutating func part(from buffer: inout ByteBuffer) throws(RequestRefusal) -> Part {
    while true {
      switch body {
      case .none, .length(0):
        body = .none
        return .end
      case .length(let rest):
        guard let bytes = take(rest, from: &buffer) else { return .wait }
        body = .length(rest - bytes.readableBytes)
        return .bytes(bytes)
      case .chunk(let rest):
        guard let bytes = take(rest, from: &buffer) else { return .wait }
        body = rest == bytes.readableBytes ? .chunkEnd : .chunk(rest - bytes.readableBytes)
        return .bytes(bytes)
      case .chunkSize:
        guard let text = try takeLine(&buffer, limit: 1024) else { return .wait }
        let size = try HTTP1HeadReader.chunkSize(text)
        body = size == 0 ? .trailers(0) : .chunk(size)
      case .chunkEnd:
        guard let text = try takeLine(&buffer, limit: 2) else { return .wait }
        guard text.readableBytes == 0 else { throw .malformed("a chunk is longer than it says") }
        body = .chunkSize
      case .trailers(let size):
        guard let text = try takeLine(&buffer, limit: maximumSize - size) else { return .wait }
        if text.readableBytes == 0 {
          body = .none
        } else {
          // They may be left out (RFC 9110 section 6.5.1), and nothing here knows any.
          guard HTTP1HeadReader.isField(text) else { throw .malformed("a trailer is no field") }
          body = .trailers(size + text.readableBytes + 2)
        }
      }
    }
  }

  private func take(_ count: Int, from buffer: inout ByteBuffer) -> ByteBuffer? {
    let count = min(count, buffer.readableBytes)
    return count == 0 ? nil : buffer.readSlice(length: count)
  }

  /// A line without its end, at most `limit` bytes with it; nil when that is not there yet.
  private func takeLine(_ buffer: inout ByteBuffer, limit: Int) throws(RequestRefusal) -> ByteBuffer? {
    let end = buffer.withUnsafeReadableBytes { bytes in bytes.prefix(limit).firstIndex(of: UInt8(ascii: "\n")) }
    guard let end else {
      if buffer.readableBytes >= limit { throw .malformed("a line of its chunked body is too long") }
      return nil
    }
    let isProper = end > 0 && buffer.getInteger(at: buffer.readerIndex + end - 1) == UInt8(ascii: "\r")
    guard isProper, let text = buffer.readSlice(length: end - 1) else {
      throw .malformed("a line of its chunked body does not end in CR LF")
    }
    buffer.moveReaderIndex(forwardBy: 2)
    return text
  }
}
