package import HTTPTypes
import Hummingbird

/// What a request needs.
package enum EndpointAccess: Sendable, Hashable {
  case open
  case scope(Scope)
  /// No endpoint answers it. Strangers are not told so: they are asked who they are, as everywhere.
  case unknown
}

/// What each endpoint needs, as the table of endpoints says.
package struct AccessRules: Sendable {
  private let rules: [String: [HTTPRequest.Method: EndpointAccess]]

  package init(_ endpoints: some Sequence<Endpoint>) {
    var rules: [String: [HTTPRequest.Method: EndpointAccess]] = [:]
    for endpoint in endpoints {
      // As the router writes it.
      let path = RouterPath(endpoint.path).description
      rules[path, default: [:]][endpoint.method] = endpoint.scope.map { .scope($0) } ?? .open
    }
    self.rules = rules
  }

  /// - Parameter path: of the endpoint, with its parameters in braces; `nil` when the router found none.
  package func access(_ method: HTTPRequest.Method, _ path: String?) -> EndpointAccess {
    guard let path, let methods = rules[path] else { return .unknown }
    // What the router adds by itself.
    return methods[method] ?? (method == .head ? methods[.get] : nil) ?? .unknown
  }
}
