internal import NIOCore
internal import NIOHTTP1

extension HTTPRequest {
  /// Request line and fields as they go over an HTTP/1.1 connection, the empty line included (RFC 9112).
  ///
  /// How the body is framed is for the connection to say: what the author wrote of that is left out.
  var serializedHead: ByteBuffer {
    var bytes = ByteBuffer()
    bytes.reserveCapacity(256)
    bytes.writeString(method.rawValue)
    bytes.writeStaticString(" ")
    let target = url.pathAndQuery
    if target.utf8.first != UInt8(ascii: "/") { bytes.writeStaticString("/") }
    bytes.writeSubstring(target)
    bytes.writeStaticString(" HTTP/1.1\r\n")
    if !headers.contains(name: "Host") {
      bytes.writeStaticString("Host: ")
      bytes.writeSubstring(url.authority)
      bytes.writeStaticString("\r\n")
    }
    for (name, value) in headers {
      if name.utf8.count == 14 && name.lowercased() == "content-length" { continue }
      if name.utf8.count == 17 && name.lowercased() == "transfer-encoding" { continue }
      bytes.writeString(name)
      bytes.writeStaticString(": ")
      bytes.writeString(value)
      bytes.writeStaticString("\r\n")
    }
    if let length = body?.readableBytes ?? (announcesEmptyBody ? 0 : nil) {
      bytes.writeString("Content-Length: \(length)\r\n")
    }
    bytes.writeStaticString("\r\n")
    return bytes
  }

  /// Whether a server expects to hear of a body, though there is none (RFC 9110, section 8.6).
  private var announcesEmptyBody: Bool {
    switch method {
    case .POST, .PUT, .PATCH: true
    default: false
    }
  }

  /// Whether it asks the server to close the connection afterwards.
  var closesConnection: Bool {
    headers.contains { name, value in
      name.utf8.count == 10 && name.lowercased() == "connection" && value.lowercased().contains("close")
    }
  }
}
