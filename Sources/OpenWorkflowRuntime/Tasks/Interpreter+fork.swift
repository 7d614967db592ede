import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  @inline(never)
  func perform(
    _ fork: ForkTask, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    let start = Flow(data: input, context: variables.context)
    return try await race(site, in: place, alwaysDecides: fork.compete) {
      try await perform(fork, from: start, in: place)
    }
  }

  @inline(never)
  private func perform(_ fork: ForkTask, from start: Flow, in place: Place) async throws -> RawResult {
    try await withThrowingTaskGroup(of: (index: Int, branch: Branch).self) { group in
      let branches = fork.branches.entries
      for (index, entry) in branches.enumerated() {
        group.addTask { [self] in
          do {
            return (index, .completed(try await perform(Site(entry), start, in: place)))
          } catch let fault as Fault where fork.compete {
            return (index, .faulted(fault))
          }
        }
      }
      return fork.compete ? try await first(of: &group, start) : try await all(of: &group, branches.count, start)
    }
  }

  private enum Branch: Sendable {
    case completed(TaskResult)
    case faulted(Fault)
  }

  private typealias Branches = ThrowingTaskGroup<(index: Int, branch: Branch), any Error>

  /// The outputs of all branches in the order of their declaration.
  @inline(never)
  private func all(of group: inout Branches, _ count: Int, _ start: Flow) async throws -> RawResult {
    var flows = [Flow](repeating: start, count: count)
    while let (index, branch) = try await group.next() {
      guard case .completed(let result) = branch else { continue }
      if result.directive == .end {
        group.cancelAll()
        return RawResult(output: result.flow.data, context: result.flow.context, directive: .end)
      }
      flows[index] = result.flow
    }
    return RawResult(
      output: .array(flows.map(\.data)),
      context: flows.map(\.context).reduce(into: start.context) { $0.merge($1, since: start.context) })
  }

  /// The output of the branch that completes first; the last fault when none does.
  @inline(never)
  private func first(of group: inout Branches, _ start: Flow) async throws -> RawResult {
    var lastFault: Fault?
    while let (_, branch) = try await group.next() {
      switch branch {
      case .faulted(let fault): lastFault = fault
      case .completed(let result):
        group.cancelAll()
        return RawResult(
          output: result.flow.data, context: result.flow.context, directive: result.directive == .end ? .end : nil)
      }
    }
    if let lastFault { throw lastFault }
    return RawResult(output: start.data, context: start.context)
  }
}
