internal import AsyncHTTPClient
internal import Juggler
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL
internal import SystemPackage

extension Fault {
  /// What kept a request from being answered, in words: the URL, the cause, and what to do where that is known.
  init(sending request: HTTPRequest, failedWith error: any Error) {
    if let fault = error as? Fault {
      self = fault
      return
    }
    let (kind, cause) = Self.cause(of: error, host: request.url.authority)
    self.init(kind, detail: "\(request.summary): \(cause)")
  }

  private static func cause(of error: any Error, host: Substring) -> (kind: Kind, words: String) {
    switch error {
    case let error as OutboundDenied: (.authorization, error.description)
    case let error as ResponseError: responseCause(of: error, host: host)
    case let error as HTTPClientError: clientCause(of: error, host: host)
    case let error as NIOTooManyBytesError: (.communication, tooLarge(error.maxBytes))
    case NIOHTTPDecompression.DecompressionError.limit:
      (.communication, "the response is larger than allowed once it is decompressed")
    case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
      (.communication, "the response cannot be decompressed: \(error)")
    case ChannelError.connectTimeout(let limit):
      (.timeout, "no connection to \(host) within \(limit.words)")
    case is ChannelError: (.communication, "the server closed the connection before the request was sent")
    case HTTPParserError.invalidEOFState:
      (.communication, "the server closed the connection in the middle of its response")
    case is HTTPParserError: (.communication, "the server's response is no valid HTTP: \(error)")
    case let error as NIOConnectionError: connectionCause(of: error, host: host)
    case let error as IOError: (.communication, systemCause(of: error, host: host))
    case let error as SocketAddressError.UnknownHost:
      (.communication, "host not found: no address for '\(error.host)' (\(error.errorDescription))")
    case NIOSSLError.handshakeFailed(let reason): (.communication, tlsCause(of: "\(reason)", host: host))
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: (.communication, tlsCause(of: "\(error)", host: host))
    default: (.communication, "\(error)")
    }
  }

  private static func tooLarge(_ limit: Int?) -> String {
    guard let limit else { return "the response is larger than allowed" }
    return "the response is larger than the \(limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit) bytes") allowed"
  }

  private static func responseCause(of error: ResponseError, host: Substring) -> (Kind, String) {
    switch error {
    case .invalid(let what): (.communication, "the server's response is no valid HTTP/1.1: \(what)")
    case .tooLarge(let limit): (.communication, tooLarge(limit))
    case .noResponse: (.communication, "the server closed the connection without a response")
    case .incomplete: (.communication, "the server closed the connection in the middle of its response")
    case .silence: (.timeout, "the server sent nothing for longer than allowed")
    case .slowHandshake: (.timeout, "TLS with \(host) was not negotiated within the time allowed for it")
    case .shutDown: (.communication, "not sent, because the HTTP client has been shut down")
    }
  }

  private static func clientCause(of error: HTTPClientError, host: Substring) -> (Kind, String) {
    switch error {
    case .connectTimeout: (.timeout, "no connection to \(host) within the time allowed for it")
    case .tlsHandshakeTimeout: (.timeout, "TLS with \(host) was not negotiated within the time allowed for it")
    case .getConnectionFromPoolTimeout:
      (.timeout, "no connection to \(host) became free within the time allowed for it: too many calls to it at once")
    case .readTimeout: (.timeout, "the server sent nothing for longer than allowed")
    case .writeTimeout: (.timeout, "the request could not be sent within the time allowed for it")
    case .deadlineExceeded: (.timeout, "no answer within the time allowed for it")
    case .remoteConnectionClosed: (.communication, "the server closed the connection without a complete response")
    case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath:
      (.configuration, "expected an absolute URL such as https://example.com/path")
    case .traceRequestWithBody: (.configuration, "a TRACE request has no body (RFC 9110, section 9.3.8)")
    case .alreadyShutdown: (.communication, "not sent, because the HTTP client has been shut down")
    default: (.communication, error.shortDescription)
    }
  }

  private static func connectionCause(of error: NIOConnectionError, host: Substring) -> (Kind, String) {
    for case let denied as OutboundDenied in error.connectionErrors.map(\.error) {
      return cause(of: denied, host: host)
    }
    if let failure = error.connectionErrors.last?.error { return cause(of: failure, host: host) }
    if let failure = error.dnsAError ?? error.dnsAAAAError { return cause(of: failure, host: host) }
    return (.communication, "no connection to \(host): \(error)")
  }

  private static func systemCause(of error: IOError, host: Substring) -> String {
    switch Errno(rawValue: error.errnoCode) {
    case .connectionRefused: "connection refused: nothing listens at \(host)"
    case .connectionReset, .brokenPipe: "the connection was reset by the server"
    case .noRouteToHost, .networkUnreachable: "no route to \(host)"
    case .timedOut: "\(host) does not respond"
    case .tooManyOpenFiles, .tooManyOpenFilesInSystem:
      "no file descriptor is left for a connection: raise the limit, for example with `ulimit -n 65536`"
    case .addressNotAvailable: "no local port is left for a connection to \(host): too many at once"
    default: "\(error)"
    }
  }

  private static func tlsCause(of reason: String, host: Substring) -> String {
    if reason.contains("CERTIFICATE_VERIFY_FAILED") {
      return
        "the TLS certificate of \(host) is not trusted (\(reason)): it is self-signed, expired, for another name, or "
        + "its authority is not among those of the system"
    }
    if reason.contains("WRONG_VERSION_NUMBER") || reason.contains("HTTP_REQUEST") {
      return "\(host) does not speak TLS: try http:// instead of https:// (\(reason))"
    }
    if reason.contains("EOF during handshake") {
      return "\(host) closed the connection instead of negotiating TLS: does it expect http:// instead of https://?"
    }
    return "no secure connection to \(host): \(reason)"
  }
}

extension TimeAmount {
  fileprivate var words: String {
    nanoseconds % 1_000_000_000 == 0 ? "\(nanoseconds / 1_000_000_000) s" : "\(nanoseconds / 1_000_000) ms"
  }
}
