import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  /// Makes a CloudEvent (CloudEvents 1.0) of the attributes and publishes it. It is the output.
  @inline(never)
  func perform(
    _ task: EmitTask, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    let template = Template.object(task.attributes.map { (key: $0.name, value: $0.value) })
    let given = try await evaluator.value(of: template, on: input, variables, task: site.name)
    let mask = evaluator.mask
    let step = StepID(task: site.reference, scope: place.scope)
    let recorded = try await run.step(step) {
      var event: JSONObject = [
        "specversion": "1.0",
        // The same when a crash makes the step run again, so that it is not published twice.
        "id": .string("\(run.run)\(step)"),
        "time": .string(run.now.rfc3339),
      ]
      for (name, value) in given.objectValue ?? [:] where !value.isNull { event[name] = value }
      try await run.publish(mask.masking(.object(event)))
      return mask.recording(.object(event))
    }
    return RawResult(output: try mask.restoring(recorded), context: variables.context)
  }
}
