import AsyncPatterns
import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  /// Performs `body` within a timeout, if there is one. Its expiry cancels `body`, waits for its end, and is a `timeout`
  /// fault at `reference`.
  @inline(never)
  func limited<R>(
    by timeout: Timeout?, on dot: JSONValue, _ variables: Variables, at reference: String,
    in place: Place, _ body: () async throws -> R
  ) async throws -> R {
    guard let timeout else { return try await body() }
    let limit = try await duration(timeout.after, on: dot, variables, task: reference)
    return try await limited(to: limit, at: reference, in: place, body)
  }

  @inline(never)
  func limited<R>(
    to limit: Duration, at reference: String, in place: Place, _ body: () async throws -> R
  ) async throws -> R {
    let id = StepID(task: reference == "/" ? "/timeout" : reference + "/timeout", scope: place.scope)
    do {
      return try await run.withTimeout(id, limit, body)
    } catch is TimeoutError {
      throw Fault(.timeout, detail: "not finished after \(limit)", instance: reference)
    }
  }

  @inline(never)
  func duration(
    _ value: DurationValue, on dot: JSONValue, _ variables: Variables, task: String
  ) async throws -> Duration {
    switch value {
    case .constant(let duration): return duration
    case .expression(let expression):
      let result = try await evaluator.value(of: expression, on: dot, variables, task: task)
      guard let duration = Duration(workflowValue: result) else {
        throw Fault(
          .expression,
          detail: "task '\(task)', expression ${ \(expression.source) }: expected a duration, an ISO 8601 text such as "
            + "\"PT30S\" or an object such as {\"seconds\": 30}; found \(result.excerpt)")
      }
      return duration
    }
  }
}
