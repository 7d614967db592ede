import AsyncPatterns
import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  @inline(never)
  func perform(
    _ loop: ForTask, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    let collection = try await evaluator.value(of: loop.collection, on: input, variables, task: site.name)
    guard case .array(let elements) = collection else {
      throw Fault(
        .expression,
        detail: "task '\(site.name)': expected an array for 'for.in', found \(collection.excerpt)")
    }
    if let concurrency = loop.concurrency {
      return try await race(site, in: place, alwaysDecides: false) {
        try await overlap(elements, concurrency, loop, site, input, variables, in: place)
      }
    }

    var flow = Flow(data: input, context: variables.context)
    for (index, element) in elements.enumerated() {
      try await breathe(after: index + 1)
      guard let place = try await round(index, element, of: loop, flow, site, variables, in: place) else { break }
      let result = try await perform(loop.tasks, flow, in: place)
      flow = result.flow
      if result.ending == .ended { return RawResult(output: flow.data, context: flow.context, directive: .end) }
    }
    return RawResult(output: flow.data, context: flow.context)
  }

  /// Performs up to `concurrency` rounds at a time, each from the task's input; the output is the array of theirs.
  @inline(never)
  private func overlap(
    _ elements: [JSONValue], _ concurrency: Int, _ loop: ForTask, _ site: Site, _ input: JSONValue,
    _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    let start = Flow(data: input, context: variables.context)
    let rounds: [Flow?]
    do {
      rounds = try await elements.enumerated().concurrentMap(maxConcurrency: concurrency) { [self] index, element in
        guard let place = try await round(index, element, of: loop, start, site, variables, in: place) else {
          return nil
        }
        let result = try await perform(loop.tasks, start, in: place)
        if result.ending == .ended { throw WorkflowEnd(flow: result.flow) }
        return result.flow
      }
    } catch let end as WorkflowEnd {
      return RawResult(output: end.flow.data, context: end.flow.context, directive: .end)
    }
    let performed = rounds.compactMap(\.self)
    return RawResult(
      output: .array(performed.map(\.data)),
      context: performed.map(\.context).reduce(into: start.context) { $0.merge($1, since: start.context) })
  }

  /// Where a round runs; `nil` when `while` says that there is to be no more.
  private func round(
    _ index: Int, _ element: JSONValue, of loop: ForTask, _ flow: Flow, _ site: Site, _ variables: Variables,
    in place: Place
  ) async throws -> Place? {
    var inner = place
    inner.scope = place.scope.appending(.iteration(index))
    inner.locals = Locals(
      loop.each, element, outer: Locals(loop.at, .integer(Int64(index)), outer: place.locals))
    if let condition = loop.condition {
      let variables = variables.with(context: flow.context, locals: inner.locals)
      guard try await evaluator.isTrue(condition, on: flow.data, variables, task: site.name) else { return nil }
    }
    return inner
  }
}

/// Ends the rounds that overlap when one of them ends the workflow.
private struct WorkflowEnd: Error {
  var flow: Flow
}
