import HTTPTypes

/// What header fields say of the body and of the connection (RFC 9112, sections 6 and 9).
struct HTTP1Framing {
  let isHTTP10: Bool
  private(set) var keepsAlive: Bool
  private(set) var expectsContinue = false
  private var length: Int?
  private var isChunked = false

  init(isHTTP10: Bool) {
    self.isHTTP10 = isHTTP10
    keepsAlive = !isHTTP10
  }

  mutating func note(_ name: HTTPField.Name, _ value: @autoclosure () -> String) throws(RequestRefusal) {
    switch name {
    case .contentLength:
      let text = value()
      guard length == nil else { throw .malformed("it has two Content-Length fields") }
      guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw .malformed("its Content-Length is no number of bytes")
      }
      length = Int(text)
    case .transferEncoding:
      guard !isHTTP10 else { throw .malformed("HTTP/1.0 has no Transfer-Encoding") }
      guard !isChunked else { throw .malformed("it has two Transfer-Encoding fields") }
      guard value().lowercased() == "chunked" else { throw .unsupported("a Transfer-Encoding but 'chunked'") }
      isChunked = true
    case .connection:
      for option in value().lowercased().split(separator: ",") {
        switch option.drop(while: { $0 == " " }).prefix(while: { $0 != " " }) {
        case "close": keepsAlive = false
        case "keep-alive": if isHTTP10 { keepsAlive = true }
        default: break
        }
      }
    case .expect:
      guard value().lowercased() == "100-continue" else { throw .unexpected }
      expectsContinue = !isHTTP10
    default: break
    }
  }

  /// `nil` for a chunked body.
  func bodyLength() throws(RequestRefusal) -> Int? {
    guard isChunked else { return length ?? 0 }
    guard length == nil else { throw .malformed("it has both a Content-Length and a Transfer-Encoding") }
    return nil
  }
}
