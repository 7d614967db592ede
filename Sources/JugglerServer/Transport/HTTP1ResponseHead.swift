import HTTPTypes
import NIOCore

/// How an answer's bytes are marked off from what follows.
enum ResponseFraming: Equatable {
  /// Its `Content-Length` says it, or it has none by its status.
  case length
  case chunked
  /// The connection's end, for clients of HTTP/1.0.
  case close
}

extension ByteBuffer {
  /// Appends the status line and header fields of an answer.
  ///
  /// Fields that belong to the connection are decided here; what `response` says of them is left out.
  ///
  /// - Parameter length: bytes of the body, for a response that does not say it; nil when nobody knows.
  mutating func writeHead(
    _ response: HTTPResponse, framing: ResponseFraming, length: Int? = nil, date: String, connection: String?
  ) {
    let status = response.status
    if status == .ok {
      writeStaticString("HTTP/1.1 200 OK\r\n")
    } else {
      writeString("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n")
    }
    var isDated = false
    var hasLength = false
    let isWithoutLength = framing != .length || status.code == 204 || status.kind == .informational
    for field in response.headerFields {
      let name = field.name
      if name == .connection || name == .transferEncoding { continue }
      if name == .contentLength {
        if isWithoutLength { continue }
        hasLength = true
      }
      if name == .date { isDated = true }
      writeString(name.rawName)
      writeStaticString(": ")
      field.withUnsafeBytesOfValue { bytes in _ = writeBytes(bytes) }
      writeStaticString("\r\n")
    }
    if !isDated {
      writeStaticString("Date: ")
      writeString(date)
      writeStaticString("\r\n")
    }
    if let length, !hasLength, !isWithoutLength, status.code != 304 {
      writeStaticString("Content-Length: ")
      writeString(String(length))
      writeStaticString("\r\n")
    }
    if framing == .chunked { writeStaticString("Transfer-Encoding: chunked\r\n") }
    if let connection {
      writeStaticString("Connection: ")
      writeString(connection)
      writeStaticString("\r\n")
    }
    writeStaticString("\r\n")
  }

  /// Bytes of the longest head that `putJSONHead` makes.
  static let jsonHeadLimit = 128

  /// Puts the head of an answer that is all well and JSON before the body that this is, as `writeHead` would have it. There
  /// have to be `jsonHeadLimit` bytes of room before it.
  mutating func putJSONHead(date: String) {
    let body = readerIndex
    let length = readableBytes
    // Backwards, for only its end is known.
    var start = body
    func put(_ text: StaticString, _ buffer: inout ByteBuffer) {
      start -= text.utf8CodeUnitCount
      _ = buffer.setStaticString(text, at: start)
    }
    put("\r\n\r\n", &self)
    var rest = length
    repeat {
      start -= 1
      setInteger(UInt8(ascii: "0") + UInt8(rest % 10), at: start)
      rest /= 10
    } while rest > 0
    put("\r\nContent-Length: ", &self)
    start -= date.utf8.count
    _ = setString(date, at: start)
    put("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: ", &self)
    moveReaderIndex(to: start)
  }

  /// Appends one chunk of a chunked body.
  mutating func writeChunk(_ bytes: ByteBuffer) {
    writeString(String(bytes.readableBytes, radix: 16))
    writeStaticString("\r\n")
    writeImmutableBuffer(bytes)
    writeStaticString("\r\n")
  }

  /// Appends the end of a chunked body.
  mutating func writeLastChunk(trailers: HTTPFields?) {
    writeStaticString("0\r\n")
    for field in trailers ?? [:] { writeString("\(field.name.rawName): \(field.value)\r\n") }
    writeStaticString("\r\n")
  }
}
