package import HTTPTypes
import Hummingbird
package import NIOCore

/// Says who makes a request, nil for one that anybody may make; throws what the client is to be told when it may not.
package typealias Admission =
  @Sendable (HTTPRequest, SocketAddress?, EndpointAccess) async throws -> Principal?

/// What a request needs.
package enum EndpointAccess: Sendable, Hashable {
  case open
  case scope(Scope)
  /// No endpoint answers it. Strangers are not told so: they are asked who they are, as everywhere.
  case unknown
}

/// An endpoint as a router calls it.
final class ServedEndpoint: HTTPResponder {
  let metrics: RouteMetrics?
  let method: HTTPRequest.Method
  private let reply: Endpoint.Replying
  private let access: EndpointAccess
  private let problems: ProblemAnswers
  private let admit: Admission?
  private let remembered: RememberedRoutes?

  /// - Parameter remembered: remembers what is routed here; nil for paths of which there are many.
  init(
    _ endpoint: Endpoint, problems: ProblemAnswers, metrics: RouteMetrics?, admit: Admission?,
    remembered: RememberedRoutes?
  ) {
    self.problems = problems
    self.metrics = metrics
    self.admit = admit
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

  func answer(_ request: Request, _ context: ServerRequestContext) async -> Reply {
    do {
      guard let admit else { return try await reply(request, context) }
      var context = context
      context.principal = try await admit(request.head, context.remoteAddress, access)
      return try await reply(request, context)
    } catch {
      return problems.answer(to: error, request, context).reply
    }
  }
}
