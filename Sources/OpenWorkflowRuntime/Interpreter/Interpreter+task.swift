import JSON
import Juggler
import OpenWorkflow

/// What came of a task.
struct TaskResult: Sendable {
  var flow: Flow
  var directive: FlowDirective
}

extension Interpreter {
  /// Performs one task from its raw input to its transformed output, as dsl.md's data flow has it.
  ///
  /// Tens of thousands of branches may wait below this function at once, so what few tasks need (conditions, timeouts,
  /// extensions, transformations) is done by functions of its own: only those that a task needs stand on its stack.
  func perform(_ site: Site, _ flow: Flow, in place: Place) async throws -> TaskResult {
    if let condition = site.definition.condition {
      guard try await isWanted(condition, site, flow, in: place) else {
        report(.skipped, site, place)
        return TaskResult(flow: flow, directive: .continue)
      }
    }
    report(.started, site, place)
    do {
      let result =
        isGuarded(site, place)
        ? try await performGuarded(site, flow, in: place) : try await transform(site, flow, in: place)
      report(.completed, site, place)
      return result
    } catch {
      throw ending(of: site, place, by: error)
    }
  }

  @inline(never)
  private func isWanted(
    _ condition: Expression, _ site: Site, _ flow: Flow, in place: Place
  ) async throws -> Bool {
    do {
      let variables = variables(site, flow, place)
      return try await evaluator.isTrue(condition, on: flow.data, variables, task: site.name)
    } catch let fault as Fault {
      throw fault.at(site.reference)
    }
  }

  /// Reports how a task ended that did not complete, and returns what is to be thrown.
  @inline(never)
  private func ending(of site: Site, _ place: Place, by error: any Error) -> any Error {
    guard let fault = error as? Fault else {
      if error is CancellationError { report(.cancelled, site, place) }
      return error
    }
    let located = evaluator.mask.masking(fault.at(site.reference))
    report(.faulted, site, place, fault: located)
    return located
  }

  private func isGuarded(_ site: Site, _ place: Place) -> Bool {
    site.definition.timeout != nil || place.isExtended && !definition.use.extensions.isEmpty
  }

  @inline(never)
  private func performGuarded(_ site: Site, _ flow: Flow, in place: Place) async throws -> TaskResult {
    try await limited(
      by: site.definition.timeout, on: flow.data, variables(site, flow, place), at: site.reference, in: place
    ) {
      place.isExtended && !definition.use.extensions.isEmpty
        ? try await extended(site, flow, in: place) : try await transform(site, flow, in: place)
    }
  }

  /// Everything from `input.from` to `export.as`.
  @inline(never)
  func transform(_ site: Site, _ flow: Flow, in place: Place) async throws -> TaskResult {
    let variables =
      site.definition.input == nil
      ? variables(site, flow, place, input: flow.data) : try await transformedInput(site, flow, in: place)
    let raw = try await body(site, variables, in: place)
    let directive = raw.directive ?? site.definition.then ?? .continue
    if site.definition.output == nil, site.definition.export == nil {
      return TaskResult(flow: Flow(data: raw.output, context: raw.context), directive: directive)
    }
    return TaskResult(flow: try await transformedOutput(raw, site, variables), directive: directive)
  }

  @inline(never)
  private func transformedInput(_ site: Site, _ flow: Flow, in place: Place) async throws -> Variables {
    let task = site.definition
    var input = flow.data
    if let schema = task.input?.schema { try await validate(input, schema, "input of task '\(site.name)'") }
    if let from = task.input?.from {
      input = try await evaluator.value(of: from, on: input, variables(site, flow, place), task: site.name)
    }
    return variables(site, flow, place, input: input)
  }

  @inline(never)
  private func transformedOutput(_ raw: RawResult, _ site: Site, _ variables: Variables) async throws -> Flow {
    let task = site.definition
    func with(output: JSONValue?) -> Variables {
      var descriptor = variables.task
      descriptor?.output = raw.output
      return Variables(
        context: raw.context, input: variables.input, output: output, task: descriptor,
        authorization: raw.authorization, locals: variables.locals)
    }

    var output = raw.output
    if let transformation = task.output?.as {
      output = try await evaluator.value(of: transformation, on: output, with(output: nil), task: site.name)
    }
    if let schema = task.output?.schema { try await validate(output, schema, "output of task '\(site.name)'") }

    var context = raw.context
    if let transformation = task.export?.as {
      context = try await evaluator.value(of: transformation, on: output, with(output: output), task: site.name)
    }
    if let schema = task.export?.schema {
      try await validate(context, schema, "context exported by task '\(site.name)'")
    }
    return Flow(data: output, context: context)
  }

  @inline(never)
  func variables(_ site: Site, _ flow: Flow, _ place: Place, input: JSONValue? = nil) -> Variables {
    Variables(context: flow.context, input: input, task: descriptor(site, flow.data), locals: place.locals)
  }

  func descriptor(_ site: Site, _ raw: JSONValue) -> TaskDescriptor {
    TaskDescriptor(site: site, input: raw, startedAt: run.now)
  }
}
