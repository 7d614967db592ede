/// Why there is no response to a request.
enum ResponseError: Error, Equatable {
  /// What came is no HTTP/1.1 (RFC 9112); the text says in what.
  case invalid(String)
  /// The body has more bytes than allowed.
  case tooLarge(limit: Int)
  /// The connection was closed before anything of the response came.
  case noResponse
  /// The connection was closed in the middle of the response.
  case incomplete
  /// Nothing came for longer than allowed.
  case silence
  /// The connection was not ready within the time allowed, because of the TLS handshake.
  case slowHandshake
  /// The client has been shut down.
  case shutDown
}
