import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  /// Runs another workflow: as a part of this run, whose output is the task's; or on its own, and the input is the output.
  @inline(never)
  func perform(
    _ process: WorkflowProcess, of task: RunTask, _ site: Site, _ input: JSONValue, _ variables: Variables,
    in place: Place
  ) async throws -> RawResult {
    var argument: JSONValue = [:]
    if let template = process.input {
      argument = try await evaluator.value(of: template, on: input, variables, task: site.name)
    }
    let workflow = try await workflow(process, site)
    let id = StepID(task: site.reference, scope: place.scope)
    do {
      guard task.awaits else {
        try await run.startDetached(id, workflow, input: argument)
        return RawResult(output: input, context: variables.context)
      }
      let output = try await run.child(id, workflow, input: argument)
      return RawResult(output: task.returns == .none ? .null : output, context: variables.context)
    } catch var fault as Fault {
      // Where it was raised within the other document says nothing in this one.
      fault.instance = site.reference
      throw fault
    }
  }

  private func workflow(_ process: WorkflowProcess, _ site: Site) async throws -> any Workflow {
    let isLatest = process.version == "latest"
    let found = try await library.workflow(
      namespace: process.namespace, name: process.name, version: isLatest ? nil : process.version)
    if let found { return found }
    throw Fault(
      .configuration,
      detail: "task '\(site.name)': there is no workflow \(process.namespace)/\(process.name)"
        + "\(isLatest ? "" : ":\(process.version)") here; give its definition with 'juggler run --workflows DIR', or deploy it "
        + "where it is served")
  }
}
