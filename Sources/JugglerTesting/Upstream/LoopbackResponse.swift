public import JSON

/// What the loopback upstream answers, when, and how far.
public struct LoopbackResponse: Sendable {
  /// How the exchange ends.
  public enum Ending: Sendable, Hashable {
    /// The whole response is sent.
    case complete
    /// Nothing is ever sent; the connection stays open until the client closes it.
    case never
    /// The connection is closed instead of a response.
    case disconnect
    /// The head and that many bytes of the body are sent, then the connection is closed.
    case truncate(after: Int)
    /// The head and that many bytes of the body are sent; the rest never comes.
    case stall(after: Int)
  }

  public var status: Int
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// How long the response waits, on a timer of the event loop, before it is sent.
  public var delay: Duration = .zero
  public var ending: Ending = .complete

  public init(status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

extension LoopbackResponse {
  public static func json(_ value: JSONValue, status: Int = 200) -> Self {
    .bytes(value.serializedBytes(), contentType: "application/json", status: status)
  }

  public static func text(_ text: String, contentType: String = "text/plain; charset=utf-8", status: Int = 200) -> Self
  {
    .bytes(Array(text.utf8), contentType: contentType, status: status)
  }

  public static func bytes(_ bytes: [UInt8], contentType: String, status: Int = 200) -> Self {
    LoopbackResponse(status: status, headers: [("content-type", contentType)], body: bytes)
  }

  public static func status(_ status: Int) -> Self { LoopbackResponse(status: status) }

  public static func redirect(to location: String, status: Int = 302) -> Self {
    LoopbackResponse(status: status, headers: [("location", location)])
  }

  /// A 401 with a challenge, such as `Basic realm="kitchen"`.
  public static func unauthorized(challenge: String) -> Self {
    LoopbackResponse(status: 401, headers: [("www-authenticate", challenge)])
  }

  /// Leaves the client waiting until it gives up.
  public static var hang: Self { ending(.never) }

  /// Closes the connection without a response.
  public static var disconnect: Self { ending(.disconnect) }

  private static func ending(_ ending: Ending) -> Self {
    var response = LoopbackResponse()
    response.ending = ending
    return response
  }

  public func after(_ delay: Duration) -> Self {
    var response = self
    response.delay = delay
    return response
  }

  public func with(header name: String, _ value: String) -> Self {
    var response = self
    response.headers.append((name, value))
    return response
  }

  public func truncated(after count: Int) -> Self {
    var response = self
    response.ending = .truncate(after: count)
    return response
  }

  public func stalled(after count: Int) -> Self {
    var response = self
    response.ending = .stall(after: count)
    return response
  }

  /// The same content in the gzip format (RFC 1952), with its `Content-Encoding`.
  public func gzipped() -> Self {
    var response = with(header: "content-encoding", "gzip")
    response.body = Gzip.stored(body)
    return response
  }
}
