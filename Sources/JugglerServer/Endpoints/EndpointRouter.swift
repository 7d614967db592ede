package import Hummingbird

/// Decides whether who asks may have this, and sets the context's principal; throws a `Problem` (401, 403) when not.
package typealias Authorization = @Sendable (Request, inout ServerRequestContext, Scope) async throws -> Void

package enum EndpointRouter {
  package typealias Middleware = any MiddlewareProtocol<Request, Response, ServerRequestContext>

  /// A router that serves a table of endpoints.
  ///
  /// - Parameters:
  ///   - outer: see every request and its final response, errors as problem details, those for unknown paths too;
  ///     the first is outermost.
  ///   - inner: see what is left to do; what they throw becomes problem details.
  ///   - authorize: is asked before every endpoint that has a scope.
  package static func router(
    of endpoints: [Endpoint], outer: [Middleware] = [], inner: [Middleware] = [], authorize: Authorization? = nil
  ) -> Router<ServerRequestContext> {
    let router = Router(context: ServerRequestContext.self, options: [.autoGenerateHeadEndpoints])
    for middleware in outer { router.add(middleware: middleware) }
    router.add(middleware: ProblemMiddleware(endpoints))
    for middleware in inner { router.add(middleware: middleware) }
    for endpoint in endpoints {
      router.on(
        RouterPath(endpoint.path), method: endpoint.method,
        responder: EndpointResponder(
          handler: endpoint.handler, scope: authorize == nil ? nil : endpoint.scope, authorize: authorize))
    }
    return router
  }
}

private struct EndpointResponder: HTTPResponder {
  let handler: Endpoint.Handler
  let scope: Scope?
  let authorize: Authorization?

  func respond(to request: Request, context: ServerRequestContext) async throws -> Response {
    guard let scope, let authorize else { return try await handler(request, context) }
    var context = context
    try await authorize(request, &context, scope)
    return try await handler(request, context)
  }
}
