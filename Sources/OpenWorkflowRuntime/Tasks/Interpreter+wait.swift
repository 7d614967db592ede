import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  @inline(never)
  func wait(
    _ value: DurationValue, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    let duration = try await duration(value, on: input, variables, task: site.name)
    try await run.sleep(StepID(task: site.reference, scope: place.scope), for: duration)
    return RawResult(output: input, context: variables.context)
  }
}
