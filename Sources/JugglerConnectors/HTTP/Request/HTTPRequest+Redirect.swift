internal import NIOHTTP1

extension HTTPRequest {
  /// The request that `response` asks for instead of this one; `nil` when it asks for none.
  ///
  /// As the fetch standard has it: 303, and 301 and 302 after a POST, continue as a GET without body; credentials do not
  /// leave the origin that they were meant for.
  func redirected(by response: ResponseHead) throws -> HTTPRequest? {
    guard [301, 302, 303, 307, 308].contains(response.status),
      let location = response.first("location")
    else { return nil }
    var next = self
    next.url = try url.resolving(location)
    let becomesGet =
      response.status == 303 && method != .GET && method != .HEAD
      || [301, 302].contains(response.status) && method == .POST
    if becomesGet {
      next.method = .GET
      next.body = nil
      for name in ["Content-Type", "Content-Length", "Content-Encoding"] { next.headers.remove(name: name) }
    }
    if next.url.origin != url.origin {
      for name in ["Authorization", "Cookie", "Proxy-Authorization", "Host"] { next.headers.remove(name: name) }
    }
    return next
  }
}
