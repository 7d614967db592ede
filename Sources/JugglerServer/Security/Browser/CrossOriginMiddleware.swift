import HTTPTypes
package import Hummingbird

/// Lets the pages of some origins use the server from a browser (CORS, of the fetch standard).
///
/// It belongs outside of what makes answers of errors: a page that may not read an error would not know what is wrong.
package struct CrossOriginMiddleware: RouterMiddleware {
  package typealias Context = ServerRequestContext

  private static let exposed = "Location, Retry-After, WWW-Authenticate, ETag"
  private let origins: Set<String>

  /// - Returns: `nil` when no origin is allowed: then browsers let no page of another origin read anything.
  package init?(_ configuration: SecurityConfiguration) {
    if configuration.allowedOrigins.isEmpty { return nil }
    origins = Set(configuration.allowedOrigins)
  }

  package func handle(
    _ request: Request, context: ServerRequestContext,
    next: @concurrent (Request, ServerRequestContext) async throws -> Response
  ) async throws -> Response {
    guard let origin = request.headers[.origin], origins.contains(origin) else {
      return try await next(request, context)
    }
    var response =
      if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
        Self.permission
      } else {
        try await next(request, context)
      }
    response.headers[.accessControlAllowOrigin] = origin
    response.headers[.accessControlExposeHeaders] = Self.exposed
    response.headers[.vary] = response.headers[.vary].map { "\($0), Origin" } ?? "Origin"
    return response
  }

  /// The answer to a browser that asks whether a page may ask.
  private static var permission: Response {
    Response(
      status: .noContent,
      headers: [
        .accessControlAllowMethods: "GET, HEAD, POST, PUT, DELETE",
        .accessControlAllowHeaders:
          "Authorization, X-API-Key, Content-Type, Accept, Idempotency-Key, Prefer, Last-Event-ID, traceparent, "
          + "tracestate",
        .accessControlMaxAge: "600",
      ])
  }
}
