import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  @inline(never)
  func choose(
    _ task: SwitchTask, _ site: Site, _ input: JSONValue, _ variables: Variables
  ) async throws -> RawResult {
    for candidate in task.cases {
      guard let when = candidate.when else { continue }
      if try await evaluator.isTrue(when, on: input, variables, task: site.name) {
        return RawResult(output: input, context: variables.context, directive: candidate.then)
      }
    }
    return RawResult(output: input, context: variables.context, directive: task.defaultCase?.then)
  }
}
