internal import JSON
internal import NIOCore
internal import NIOHTTP1

/// A request as it goes over the wire.
struct HTTPRequest: Sendable {
  var method: HTTPMethod
  var url: RequestURL
  var headers: HTTPHeaders
  var body: ByteBuffer?

  init(_ call: HTTPCall, idempotencyKey: String, userAgent: String) throws {
    method = HTTPMethod(rawValue: call.method)
    url = call.url
    headers = HTTPHeaders()
    headers.reserveCapacity(call.headers.count + 6)
    for (name, value) in call.headers { headers.add(name: name, value: value) }
    if call.headers.isEmpty {
      headers.add(name: "User-Agent", value: userAgent)
      headers.add(name: "Accept-Encoding", value: "gzip, deflate")
      headers.add(name: "Idempotency-Key", value: idempotencyKey)
    } else {
      headers.addUnlessPresent("User-Agent", userAgent)
      headers.addUnlessPresent("Accept-Encoding", "gzip, deflate")
      headers.addUnlessPresent("Idempotency-Key", idempotencyKey)
    }
    if let value = call.body {
      let content = try RequestContent(value, contentType: headers.first(name: "Content-Type"))
      body = content.bytes
      headers.addUnlessPresent("Content-Type", content.type)
    }
    if let value = call.authentication?.initial { headers.replaceOrAdd(name: "Authorization", value: value) }
  }

  /// Method and URL, for messages.
  var summary: String { "\(method.rawValue) \(url.text)" }
}

extension HTTPHeaders {
  fileprivate mutating func addUnlessPresent(_ name: String, _ value: String) {
    if !contains(name: name) { add(name: name, value: value) }
  }
}
