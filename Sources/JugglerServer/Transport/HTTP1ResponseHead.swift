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
