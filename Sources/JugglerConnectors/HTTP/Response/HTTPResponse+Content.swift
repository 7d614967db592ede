internal import JSON
internal import Juggler
internal import NIOCore

extension HTTPResponse {
  /// The body as a value: JSON under a JSON type; text under a text type; base64 under a binary type; under any other
  /// text when it is UTF-8, else base64. Without a body null, or an empty string under a text type.
  func content(answering request: HTTPRequest) throws -> JSONValue {
    let media = head.first("content-type").map { MediaType($0) }
    let bytes = body.readableBytesView
    if bytes.isEmpty { return media?.isText == true && media?.isJSON == false && status != 204 ? "" : .null }
    if media?.isJSON == true { return try parsed(answering: request) }
    if media?.isBinary == true { return .string(Base64.encode(bytes)) }
    if media?.charset == "iso-8859-1" || media?.charset == "latin1" {
      return .string(String(String.UnicodeScalarView(bytes.lazy.map { Unicode.Scalar($0) })))
    }
    if let text = String(validating: bytes, as: UTF8.self) { return .string(text) }
    return .string(media?.isText == true ? String(decoding: bytes, as: UTF8.self) : Base64.encode(bytes))
  }

  private func parsed(answering request: HTTPRequest) throws -> JSONValue {
    do {
      return try JSONValue(parsing: body.readableBytesView)
    } catch {
      throw Fault(
        .communication, title: "Invalid Response",
        detail: "\(request.summary) answered \(status) with a JSON content type and a body that is no JSON: \(error). "
          + "It begins with: \(excerpt)")
    }
  }

  /// The beginning of the body for messages.
  var excerpt: String {
    let bytes = body.readableBytesView
    // The cut may fall into a character, which has four bytes at most.
    for end in stride(from: min(bytes.count, 2000), through: max(0, min(bytes.count, 2000) - 3), by: -1) {
      guard let text = String(validating: bytes.prefix(end), as: UTF8.self) else { continue }
      return text.count > 500 || end < bytes.count ? text.prefix(500) + "…" : text
    }
    return "\(bytes.count) bytes that are no text"
  }
}
