import HTTPTypes
import Hummingbird
import NIOCore

/// An endpoint as a router calls it.
final class ServedEndpoint: HTTPResponder {
  let metrics: RouteMetrics?
  let method: HTTPRequest.Method
  private let reply: Endpoint.Replying
  private let access: EndpointAccess
  private let problems: ProblemAnswers
  private let admission: Admission?
  private let remembered: RememberedRoutes?

  /// - Parameter remembered: remembers what is routed here; nil for paths of which there are many.
  init(
    _ endpoint: Endpoint, problems: ProblemAnswers, metrics: RouteMetrics?, admission: Admission?,
    remembered: RememberedRoutes?
  ) {
    self.problems = problems
    self.metrics = metrics
    self.admission = admission
    self.remembered = remembered
    method = endpoint.method
    reply = endpoint.reply
    access = endpoint.scope.map { .scope($0) } ?? .open
  }

  /// Called by the router.
  func respond(to request: Request, context: ServerRequestContext) async throws -> Response {
    remembered?.remember(request, self, context.coreContext.parameters)
    return await answer(request, context).response
  }

  /// - Parameter parameters: of the path, when they are not in the context.
  func answer(_ request: Request, _ context: ServerRequestContext, parameters: Parameters? = nil) async -> Reply {
    do {
      // One copy for both: a context has many parts.
      var context = context
      if let parameters { context.coreContext.parameters = parameters }
      guard let admission else { return try await reply(request, context) }
      context.principal = try await admission.admit(request.head, context.remoteAddress, access)
      guard let leave = admission.leave, let principal = context.principal else {
        return try await reply(request, context)
      }
      defer { leave(principal) }
      return try await reply(request, context)
    } catch {
      return problem(error, request, context)
    }
  }

  @inline(never)
  private func problem(_ error: any Error, _ request: Request, _ context: ServerRequestContext) -> Reply {
    problems.answer(to: error, request, context).reply
  }
}
