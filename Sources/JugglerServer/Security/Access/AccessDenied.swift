package import HTTPTypes
package import Hummingbird
import JSON
import JugglerAPI

/// Why a request is not answered. Says what is missing, and nothing of what is there.
package struct AccessDenied: Error, Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    /// Nobody said who asks.
    case anonymous
    /// What the client presented does not count.
    case credentials(String)
    /// The client failed too often; it may try again after so many seconds.
    case tooManyFailures(retryAfter: Int)
    /// The client is known, and makes more requests than it may; it may make the next one after so many seconds.
    case tooManyRequests(retryAfter: Int)
    /// The client is known, but may not do that.
    case scope(Scope)
    /// A web page asks that may not, or the server is addressed by a name that is not its own.
    case browser(String)
  }

  package var reason: Reason

  package init(_ reason: Reason) { self.reason = reason }
}

extension AccessDenied: HTTPResponseError {
  package var status: HTTPResponse.Status {
    switch reason {
    case .anonymous, .credentials: .unauthorized
    case .tooManyFailures, .tooManyRequests: .tooManyRequests
    case .scope, .browser: .forbidden
    }
  }

  package var detail: String {
    switch reason {
    case .anonymous:
      "expected an API key or a token, in 'Authorization: Bearer …' or 'X-API-Key: …'; found neither"
    case .credentials(let problem): problem
    case .tooManyFailures(let seconds): "too many failed attempts from this address: try again in \(seconds) s"
    case .tooManyRequests(let seconds):
      "this key or token makes more requests than it may: try again in \(seconds) s"
    case .scope(let scope): "this needs the scope '\(scope.rawValue)', which the key or token does not have"
    case .browser(let problem): problem
    }
  }

  /// As RFC 6750, section 3, has it; `nil` where authenticating would not help.
  package var challenge: String? {
    switch reason {
    case .anonymous: #"Bearer realm="juggler""#
    case .credentials(let problem): #"Bearer realm="juggler", error="invalid_token", error_description="\#(problem)""#
    case .scope(let scope): #"Bearer realm="juggler", error="insufficient_scope", scope="\#(scope.rawValue)""#
    case .tooManyFailures, .tooManyRequests, .browser: nil
    }
  }

  /// Seconds after which trying again makes sense.
  package var retryAfter: Int? {
    switch reason {
    case .tooManyFailures(let seconds), .tooManyRequests(let seconds): seconds
    case .anonymous, .credentials, .scope, .browser: nil
    }
  }

  /// As the client is told.
  package var problem: Problem {
    var headers: HTTPFields = [.cacheControl: "no-store"]
    if let challenge { headers[.wwwAuthenticate] = challenge }
    if let retryAfter { headers[.retryAfter] = String(retryAfter) }
    var problem = Problem(status, detail, headers: headers)
    if case .scope(let scope) = reason { problem.details.extensions["scope"] = .string(scope.rawValue) }
    return problem
  }

  package func response(from request: Request, context: some RequestContext) -> Response { problem.response }
}
