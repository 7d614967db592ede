package import Hummingbird

/// Answers requests by a table of endpoints: Hummingbird's router finds the endpoint, and what every request needs is done
/// around it in one call: it is measured, checked and admitted, and every error is answered as problem details.
///
/// That is done here and not by Hummingbird's middleware because each of those leaves the executor of its caller and comes
/// back a few times, which costs more than what they do.
package struct APIResponder: HTTPResponder {
  package typealias Context = ServerRequestContext

  /// A reply, and what counts it; nil when there is nothing at the path.
  struct Answer {
    var reply: Reply
    var metrics: RouteMetrics?
  }

  private let router: RouterResponder<ServerRequestContext>
  private let remembered = RememberedRoutes()
  private let problems: ProblemAnswers
  /// What counts requests, if anything does, by the paths that the router knows.
  private let routes: [String: RouteMetrics?]
  private let telemetry: RequestTelemetry?
  private let crossOrigin: CrossOrigin?
  private let admission: Admission?

  /// - Parameters:
  ///   - telemetry: measures every request.
  ///   - crossOrigin: lets pages of other origins read the answers, errors too.
  ///   - admission: is asked about every request, those for unknown paths too.
  package init(
    _ endpoints: [Endpoint], telemetry: RequestTelemetry? = nil, crossOrigin: CrossOrigin? = nil,
    admission: Admission? = nil
  ) {
    self.telemetry = telemetry
    self.crossOrigin = crossOrigin
    self.admission = admission
    problems = ProblemAnswers(endpoints)
    let router = Router(context: ServerRequestContext.self, options: [.autoGenerateHeadEndpoints])
    var routes: [String: RouteMetrics?] = [:]
    for endpoint in endpoints {
      let path = RouterPath(endpoint.path)
      let metrics = routes[path.description] ?? telemetry?.metrics.route(endpoint.path)
      routes[path.description] = .some(metrics)
      router.on(
        path, method: endpoint.method,
        responder: ServedEndpoint(
          endpoint, problems: problems, metrics: metrics, admission: admission,
          remembered: endpoint.isPathRemembered ? remembered : nil))
    }
    self.routes = routes
    self.router = router.buildResponder()
  }

  package func respond(to request: Request, context: ServerRequestContext) async throws -> Response {
    await reply(to: request, context).response
  }

  func reply(to request: Request, _ context: ServerRequestContext) async -> Reply {
    guard let telemetry else { return await allowed(request, context).reply }
    return await telemetry.measure(request) { await allowed(request, context) }
  }

  private func allowed(_ request: Request, _ context: ServerRequestContext) async -> Answer {
    guard let crossOrigin else { return await answer(request, context) }
    if let permission = crossOrigin.permission(for: request) { return Answer(reply: .written(permission)) }
    var answer = await answer(request, context)
    answer.reply.mark { crossOrigin.mark(&$0, for: request) }
    return answer
  }

  private func answer(_ request: Request, _ context: ServerRequestContext) async -> Answer {
    if let route = remembered.find(request) {
      let reply = await route.endpoint.answer(request, context, parameters: route.parameters)
      return Answer(reply: reply, metrics: route.endpoint.metrics)
    }
    return await routed(request, context)
  }

  /// No part of `answer`, whose frame every request has on its stack.
  @inline(never)
  private func routed(_ request: Request, _ context: ServerRequestContext) async -> Answer {
    do {
      let response = try await router.respond(to: request, context: context)
      if let path = context.endpointPath, let metrics = routes[path] {
        return Answer(reply: .written(response), metrics: metrics)
      }
      // The router has answered by itself that there is nothing.
      let principal = try await admission?.admit(request.head, context.remoteAddress, .unknown)
      if let principal { admission?.leave?(principal) }
      return Answer(reply: problems.nothing(for: request).reply)
    } catch {
      return Answer(reply: problems.answer(to: error, request, context).reply)
    }
  }
}
