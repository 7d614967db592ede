import HTTPTypes
import Hummingbird

/// Lets the pages of some origins use the server from a browser (CORS, of the fetch standard).
///
/// It belongs outside of what makes answers of errors: a page that may not read an error would not know what is wrong.
package struct CrossOrigin: Sendable {
  private static let exposed = "Location, Retry-After, WWW-Authenticate, ETag"
  private let origins: Set<String>

  /// - Returns: `nil` when no origin is allowed: then browsers let no page of another origin read anything.
  package init?(_ configuration: SecurityConfiguration) {
    if configuration.allowedOrigins.isEmpty { return nil }
    origins = Set(configuration.allowedOrigins)
  }

  /// The answer to a browser that asks whether a page may ask; nil for every other request.
  func permission(for request: Request) -> Response? {
    guard request.method == .options, request.headers[.accessControlRequestMethod] != nil, origin(of: request) != nil
    else { return nil }
    var response = Response(
      status: .noContent,
      headers: [
        .accessControlAllowMethods: "GET, HEAD, POST, PUT, DELETE",
        .accessControlAllowHeaders:
          "Authorization, X-API-Key, Content-Type, Accept, Idempotency-Key, Prefer, Last-Event-ID, traceparent, "
          + "tracestate",
        .accessControlMaxAge: "600",
      ])
    mark(&response.headers, for: request)
    return response
  }

  /// Allows the page that asks to read the response.
  func mark(_ headers: inout HTTPFields, for request: Request) {
    guard let origin = origin(of: request) else { return }
    headers[.accessControlAllowOrigin] = origin
    headers[.accessControlExposeHeaders] = Self.exposed
    headers[.vary] = headers[.vary].map { "\($0), Origin" } ?? "Origin"
  }

  private func origin(of request: Request) -> String? {
    request.headers[.origin].flatMap { origins.contains($0) ? $0 : nil }
  }
}
