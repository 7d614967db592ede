import HTTPTypes

/// Why a request is answered before anybody has looked at it.
enum RequestRefusal: Error, Sendable, Hashable {
  case malformed(String)
  case bodyTooLarge(limit: Int)
  case headerTooLarge
  case tooSlow
  case overloaded(String)
  case tooMany(retryAfter: Int)
  case unsupported(String)
  case unexpected
}

extension RequestRefusal {
  var status: HTTPResponse.Status {
    switch self {
    case .malformed: .badRequest
    case .bodyTooLarge: .contentTooLarge
    case .headerTooLarge: .requestHeaderFieldsTooLarge
    case .tooSlow: .requestTimeout
    case .overloaded: .serviceUnavailable
    case .tooMany: .tooManyRequests
    case .unsupported: .notImplemented
    case .unexpected: .expectationFailed
    }
  }

  var detail: String {
    switch self {
    case .malformed(let reason): "The request is no valid HTTP: \(reason)."
    case .bodyTooLarge(let limit): "The body is larger than the \(limit) bytes that this server accepts."
    case .headerTooLarge: "The request line and header fields are larger, or more, than this server accepts."
    case .tooSlow: "The request did not arrive within the time that this server waits."
    case .overloaded(let reason): "The server is busy: \(reason). Try again later."
    case .tooMany(let seconds): "This client makes more requests than it may. Try again in \(seconds) s."
    case .unsupported(let what): "This server does not know \(what)."
    case .unexpected: "This server knows no expectation but '100-continue'."
    }
  }

  /// Seconds after which trying again makes sense.
  var retryAfter: Int? {
    switch self {
    case .overloaded: 1
    case .tooMany(let seconds): seconds
    default: nil
    }
  }
}
