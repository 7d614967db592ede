import HTTPTypes
import Hummingbird

/// Lets the pages of some origins use the server from a browser (CORS, of the fetch standard). Without any, nothing is said.
struct CrossOrigin: Sendable {
  private static let exposed = "Location, Retry-After, WWW-Authenticate, ETag"
  private let origins: Set<String>

  init(_ origins: [String]) { self.origins = Set(origins) }

  var isOff: Bool { origins.isEmpty }

  /// The origin of the page that asks, if it may.
  func origin(of request: Request) -> String? {
    guard !isOff, let origin = request.headers[.origin], origins.contains(origin) else { return nil }
    return origin
  }

  /// The answer to a browser that asks whether a page may ask; `nil` when the request is none of that kind.
  func answer(_ request: Request, from origin: String) -> Response? {
    guard request.method == .options, request.headers[.accessControlRequestMethod] != nil else { return nil }
    var response = Response(status: .noContent)
    response.headers = [
      .accessControlAllowMethods: "GET, HEAD, POST, PUT, DELETE",
      .accessControlAllowHeaders:
        "Authorization, X-API-Key, Content-Type, Accept, Idempotency-Key, Prefer, Last-Event-ID, traceparent, tracestate",
      .accessControlMaxAge: "600",
    ]
    mark(&response, origin)
    return response
  }

  func mark(_ response: inout Response, _ origin: String) {
    response.headers[.accessControlAllowOrigin] = origin
    response.headers[.accessControlExposeHeaders] = Self.exposed
    response.headers[.vary] = response.headers[.vary].map { "\($0), Origin" } ?? "Origin"
  }
}
