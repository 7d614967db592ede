internal import JSON
internal import Juggler
internal import NIOCore

/// The body of a request, and its type when the author named none.
struct RequestContent {
  var bytes: ByteBuffer
  var type: String

  /// Strings are sent as text, everything else as JSON, unless the type says otherwise: maps become forms, and strings
  /// under a binary type are read as base64, which is also how responses of such types are output.
  init(_ value: JSONValue, contentType: String?) throws {
    let media = contentType.map { MediaType($0) }
    switch value {
    case .string(let text) where media?.isBinary == true:
      guard let decoded = Base64.decode(text) else {
        throw Fault.invalidArgument(
          "body", expected: "base64, because the content type is \(media?.essence ?? "")", found: value)
      }
      self.init(bytes: ByteBuffer(bytes: decoded), type: "application/octet-stream")
    case .string(let text):
      self.init(bytes: ByteBuffer(string: text), type: "text/plain; charset=utf-8")
    case .object(let members) where media?.essence == "application/x-www-form-urlencoded":
      self.init(
        bytes: ByteBuffer(string: FormEncoding.encode(members, space: "+")), type: "application/x-www-form-urlencoded")
    default:
      self.init(bytes: ByteBuffer(bytes: value.serializedBytes()), type: "application/json")
    }
  }

  private init(bytes: ByteBuffer, type: String) {
    self.bytes = bytes
    self.type = type
  }
}
