import Juggler

/// What one row shows: a task with all its attempts and visits, or a round of a loop.
struct WaterfallNode {
  var name: String
  /// Empty for a round of several tasks.
  var spans: [Int]
  var children: [WaterfallNode]
  var time: Range<Timestamp>
  /// The index of the round when this is one.
  var round: Int?
}

extension Timeline {
  /// The rows' tree. Attempts of a task share a row; the rounds of a loop have one each.
  var nodes: [WaterfallNode] { nodes(for: roots, rounds: 0) }

  /// - Parameter rounds: how many loops are around these spans.
  private func nodes(for indices: [Int], rounds: Int) -> [WaterfallNode] {
    var order: [Group] = []
    var members: [Group: [Int]] = [:]
    for index in indices {
      let iterations = spans[index].task.scope.iterations
      let group: Group =
        iterations.count > rounds ? .round(iterations[rounds]) : .task(spans[index].task.reference)
      if members[group] == nil { order.append(group) }
      members[group, default: []].append(index)
    }
    return order.map { group in
      let indices = members[group] ?? []
      switch group {
      case .task: return task(indices, rounds: rounds)
      case .round(let number): return round(number, nodes(for: indices, rounds: rounds + 1))
      }
    }
  }

  private enum Group: Hashable {
    case round(Int)
    case task(String)
  }

  private func task(_ indices: [Int], rounds: Int) -> WaterfallNode {
    let first = spans[indices[0]]
    let end = indices.reduce(first.end) { max($0, spans[$1].end) }
    return WaterfallNode(
      name: first.task.name, spans: indices,
      children: nodes(for: indices.flatMap { spans[$0].children }, rounds: rounds),
      time: first.start..<end)
  }

  private func round(_ number: Int, _ tasks: [WaterfallNode]) -> WaterfallNode {
    if var only = tasks.first, tasks.count == 1 {
      only.name += " [\(number)]"
      only.round = number
      return only
    }
    let start = tasks.reduce(tasks[0].time.lowerBound) { min($0, $1.time.lowerBound) }
    let end = tasks.reduce(tasks[0].time.upperBound) { max($0, $1.time.upperBound) }
    return WaterfallNode(name: "[\(number)]", spans: [], children: tasks, time: start..<end, round: number)
  }
}
