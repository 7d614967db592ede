import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  /// Performs a task between what the workflow's extensions do before and after tasks of its kind.
  @inline(never)
  func extended(_ site: Site, _ flow: Flow, in place: Place) async throws -> TaskResult {
    guard place.isExtended, !definition.use.extensions.isEmpty else {
      return try await transform(site, flow, in: place)
    }
    var task = descriptor(site, flow.data)
    task.exposesDefinition = true
    let variables = Variables(context: flow.context, task: task, locals: place.locals)
    var applicable: [Extension] = []
    for candidate in definition.use.extensions where candidate.extend.includes(site.definition.kind) {
      if let when = candidate.when {
        guard try await evaluator.isTrue(when, on: flow.data, variables, task: candidate.name) else { continue }
      }
      applicable.append(candidate)
    }

    var inner = place
    inner.isExtended = false
    inner.scope = place.scope.appending(.call(site.reference))
    inner.locals = Locals("task", task.json, outer: place.locals)
    for before in applicable.compactMap(\.before) {
      let result = try await perform(before, flow, in: inner)
      // Leaving the list skips the task: what the extension gives is its output.
      if result.ending != .finished {
        return TaskResult(
          flow: result.flow,
          directive: result.ending == .ended ? .end : site.definition.then ?? .continue)
      }
    }
    var result = try await transform(site, flow, in: place)
    task.output = result.flow.data
    inner.locals = Locals("task", task.json, outer: place.locals)
    for after in applicable.compactMap(\.after) {
      let ending = try await perform(after, result.flow, in: inner)
      if ending.ending == .ended { result.directive = .end }
    }
    return result
  }
}

extension Extension.Target {
  func includes(_ kind: TaskDefinition.Kind) -> Bool {
    switch (self, kind) {
    case (.all, _), (.call, .call), (.emit, .emit), (.for, .forEach), (.listen, .listen),
      (.raise, .raise), (.run, .run), (.set, .set), (.switch, .switchCases), (.try, .tryCatch), (.wait, .wait),
      (.composite, .doTasks), (.composite, .fork):
      true
    default: false
    }
  }
}
