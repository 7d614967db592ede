import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  /// Makes a CloudEvent (CloudEvents 1.0) of the attributes. It is the output.
  @inline(never)
  func perform(
    _ task: EmitTask, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    let template = Template.object(task.attributes.map { (key: $0.name, value: $0.value) })
    let given = try await evaluator.value(of: template, on: input, variables, task: site.name)
    // The id and the time are no functions of the input, so the event is a step.
    let mask = evaluator.mask
    let recorded = try await run.step(StepID(task: site.reference, scope: place.scope)) {
      var event: JSONObject = [
        "specversion": "1.0",
        "id": .string(RunID(at: run.now).description),
        "time": .string(run.now.rfc3339),
      ]
      for (name, value) in given.objectValue ?? [:] where !value.isNull { event[name] = value }
      return mask.recording(.object(event))
    }
    return RawResult(output: try mask.restoring(recorded), context: variables.context)
  }
}
