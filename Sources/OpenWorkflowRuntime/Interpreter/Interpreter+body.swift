import JSON
import Juggler
import OpenWorkflow

/// What came of what a kind of task does: the raw output, before `output.as`.
///
/// A class, because every call that returns one would keep room for all of it in the frame of a waiting branch.
final class RawResult: Sendable {
  let output: JSONValue
  let context: JSONValue
  /// Where to go, if the task itself says so: a `switch`, or the end of the workflow within a composite task.
  let directive: FlowDirective?
  let authorization: JSONValue?

  init(output: JSONValue, context: JSONValue, directive: FlowDirective? = nil, authorization: JSONValue? = nil) {
    self.output = output
    self.context = context
    self.directive = directive
    self.authorization = authorization
  }
}

extension Interpreter {
  /// What the kind of task does with its transformed input, `variables.input`.
  @inline(never)
  func body(_ site: Site, _ variables: Variables, in place: Place) async throws -> RawResult {
    let input = variables.input ?? .null
    switch site.definition.kind {
    case .set(let template): return try await set(template, site, input, variables)
    case .doTasks(let list): return try await composite(list, input, variables, in: place)
    case .call(let call): return try await perform(call, site, input, variables, in: place)
    case .run(let run): return try await perform(run, site, input, variables, in: place)
    case .wait(let duration): return try await wait(duration, site, input, variables, in: place)
    case .switchCases(let cases): return try await choose(cases, site, input, variables)
    case .raise(let raise): throw try await error(raise.error, site, input, variables)
    case .emit(let emit): return try await perform(emit, site, input, variables, in: place)
    case .forEach(let loop): return try await perform(loop, site, input, variables, in: place)
    case .fork(let fork): return try await perform(fork, site, input, variables, in: place)
    case .tryCatch(let attempt): return try await perform(attempt, site, input, variables, in: place)
    case .listen: throw unavailable("listen", site)
    }
  }

  @inline(never)
  private func set(
    _ template: Template, _ site: Site, _ input: JSONValue, _ variables: Variables
  ) async throws -> RawResult {
    RawResult(
      output: try await evaluator.value(of: template, on: input, variables, task: site.name),
      context: variables.context)
  }

  /// Performs a list as the body of a task.
  @inline(never)
  func composite(
    _ list: TaskList, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    let result = try await perform(list, Flow(data: input, context: variables.context), in: place)
    return RawResult(
      output: result.flow.data, context: result.flow.context, directive: result.ending == .ended ? .end : nil)
  }
}
