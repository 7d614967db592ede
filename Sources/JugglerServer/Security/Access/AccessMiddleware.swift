package import Hummingbird

/// Lets only those requests through that their endpoint's scope allows, and says in the context who makes them.
///
/// It belongs on the router before the endpoints are added: it is asked for those that do not exist too.
package struct AccessMiddleware: RouterMiddleware {
  package typealias Context = ServerRequestContext

  private let control: AccessControl
  private let rules: AccessRules
  private let crossOrigin: CrossOrigin

  package init(_ control: AccessControl, endpoints: some Sequence<Endpoint>) {
    self.control = control
    rules = AccessRules(endpoints)
    crossOrigin = CrossOrigin(control.configuration.allowedOrigins)
  }

  package func handle(
    _ request: Request, context: ServerRequestContext,
    next: @concurrent (Request, ServerRequestContext) async throws -> Response
  ) async throws -> Response {
    guard let origin = crossOrigin.origin(of: request) else { return try await admit(request, context, next) }
    if let answer = crossOrigin.answer(request, from: origin) { return answer }
    var response: Response
    do {
      response = try await admit(request, context, next)
    } catch let error as any HTTPResponseError {
      // A page that may not read an error would not know what is wrong.
      response = try error.response(from: request, context: context)
    }
    crossOrigin.mark(&response, origin)
    return response
  }

  private func admit(
    _ request: Request, _ context: ServerRequestContext,
    _ next: @concurrent (Request, ServerRequestContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    let access = rules.access(request.method, context.endpointPath)
    context.principal = try await control.admit(request.head, from: context.remoteAddress, to: access)
    return try await next(request, context)
  }
}
