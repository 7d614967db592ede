import HTTPTypes
import NIOHTTP1

extension HTTPRequest {
  /// A request as HTTP/1 carries it.
  ///
  /// - Throws: ``RequestRefusal`` for what no handler should have to think about.
  init(_ head: HTTPRequestHead, isSecure: Bool) throws(RequestRefusal) {
    guard let method = HTTPRequest.Method(head.method.rawValue) else { throw .malformed("its method is no token") }
    var authority: String?
    var fields = HTTPFields()
    fields.reserveCapacity(head.headers.count)
    for (name, value) in head.headers {
      guard let name = HTTPField.Name(name) else { throw .malformed("a field's name is no token") }
      if name.canonicalName == "host" {
        if authority != nil { throw .malformed("it has two Host fields") }
        authority = value
      } else {
        fields.append(HTTPField(name: name, value: value))
      }
    }
    if authority == nil, head.version == .http1_1 { throw .malformed("it has no Host field") }
    let path = try Self.path(ofTarget: head.uri, method: method, authority: &authority)
    self.init(
      method: method, scheme: isSecure ? "https" : "http", authority: authority, path: path, headerFields: fields)
  }

  /// The path and query of a request target (RFC 9112 section 3.2), whose authority goes before the Host field's.
  private static func path(
    ofTarget target: String, method: HTTPRequest.Method, authority: inout String?
  ) throws(RequestRefusal) -> String {
    if target.utf8.first == UInt8(ascii: "/") { return target }
    if target == "*", method == .options { return target }
    let lower = target.lowercased()
    guard method != .connect, let prefix = ["http://", "https://"].first(where: { lower.hasPrefix($0) }) else {
      throw method == .connect ? .unsupported("CONNECT") : .malformed("its target is neither a path nor a URL")
    }
    let rest = target.dropFirst(prefix.count)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    authority = String(rest[..<end])
    let path = rest[end...]
    return path.first == "/" ? String(path) : "/" + path
  }
}
