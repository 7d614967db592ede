import HTTPTypes
import Hummingbird
import JugglerAPI
import Logging

/// Answers every error as problem details; those that nobody expected are logged, and the client learns their request's id.
package struct ProblemAnswers: Sendable {
  /// What there is, to tell a path that does not exist from a method that it does not have.
  private let paths: PathTable

  package init(_ endpoints: [Endpoint]) { paths = PathTable(endpoints) }

  /// For a request that no endpoint answers.
  func nothing(for request: Request) -> Problem { paths.problem(for: request) }

  func answer(to error: any Error, _ request: Request, _ context: ServerRequestContext) -> Problem {
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
