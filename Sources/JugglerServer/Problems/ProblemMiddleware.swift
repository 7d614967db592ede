import HTTPTypes
package import Hummingbird
import JugglerAPI
import Logging

/// Answers every error as problem details; those that nobody expected are logged, and the client learns their request's id.
package struct ProblemMiddleware: RouterMiddleware {
  package typealias Context = ServerRequestContext

  /// What there is, to tell a path that does not exist from a method that it does not have.
  private let paths: PathTable

  package init(_ endpoints: [Endpoint]) { paths = PathTable(endpoints) }

  package func handle(
    _ request: Request, context: ServerRequestContext,
    next: @concurrent (Request, ServerRequestContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      return answer(to: error, request, context).response
    }
  }

  private func answer(to error: any Error, _ request: Request, _ context: ServerRequestContext) -> Problem {
    // What the router throws when it finds nothing.
    if let error = error as? HTTPError, error.status == .notFound, error.body == nil {
      return paths.problem(for: request)
    }
    if let problem = Problem(known: error) {
      if problem.details.status >= 500 { context.logger.warning("\(request.method) \(request.uri.path): \(error)") }
      return problem
    }
    context.logger.error("\(request.method) \(request.uri.path) failed: \(error)")
    return Problem(
      .internalServerError,
      "something went wrong that this server did not expect; its log says more under request id \(context.id)")
  }
}
