package import Hummingbird

/// Lets only those requests through that their endpoint's scope allows, and says in the context who makes them.
///
/// It belongs on the whole router: it is asked for paths that do not exist too.
package struct AccessMiddleware: RouterMiddleware {
  package typealias Context = ServerRequestContext

  private let control: AccessControl
  private let rules: AccessRules

  package init(_ control: AccessControl, endpoints: some Sequence<Endpoint>) {
    self.control = control
    rules = AccessRules(endpoints)
  }

  package func handle(
    _ request: Request, context: ServerRequestContext,
    next: @concurrent (Request, ServerRequestContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    let access = rules.access(request.method, context.endpointPath)
    context.principal = try await control.admit(request.head, from: context.remoteAddress, to: access)
    guard control.countsRequests, let principal = context.principal else { return try await next(request, context) }
    defer { control.leave(principal) }
    return try await next(request, context)
  }
}
