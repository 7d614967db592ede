import Juggler
import OpenWorkflow

extension Interpreter {
  /// What came of a list of tasks.
  struct ListResult: Sendable {
    enum Ending: Sendable {
      case finished, exited
      /// The whole workflow is over.
      case ended
    }

    var flow: Flow
    var ending: Ending
  }

  /// Performs the tasks of a list, in order or where their directives lead.
  func perform(_ list: TaskList, _ flow: Flow, in place: Place) async throws -> ListResult {
    var flow = flow
    var index = 0
    // Between two jumps back no task is performed twice, so their number tells the passes apart.
    var jumps = 0
    while index < list.entries.count {
      let entry = list.entries[index]
      var place = place
      if jumps > 0 { place.scope = place.scope.appending(.visit(jumps)) }

      let result = try await perform(Site(entry), flow, in: place)
      flow = result.flow
      switch result.directive {
      case .continue: index += 1
      case .exit: return ListResult(flow: flow, ending: .exited)
      case .end: return ListResult(flow: flow, ending: .ended)
      case .task(let name):
        guard let target = list.index(of: name) else {
          throw Fault(
            .configuration, detail: "task '\(entry.name)': 'then: \(name)' names no task of its list",
            instance: entry.reference)
        }
        if target <= index {
          jumps += 1
          try await breathe(after: jumps)
        }
        index = target
      }
    }
    return ListResult(flow: flow, ending: .finished)
  }

  /// Ends a loop that is cancelled, though nothing in it waits, and lets others have the thread now and then.
  @inline(never)
  func breathe(after rounds: Int) async throws {
    try Task.checkCancellation()
    if rounds % 100 == 0 { await Task.yield() }
  }
}
