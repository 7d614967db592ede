/// Finds references that lead back to where they started without getting to a part of the value: nothing would ever
/// end them.
struct ReferenceLoops {
  private(set) var problems: [SchemaError.Problem] = []

  init(_ nodes: [Node]) {
    enum State { case unseen, open, done }
    var states = Array(repeating: State.unseen, count: nodes.count)
    for start in nodes.indices where states[start] == .unseen {
      // The way from the start to where the search stands, with what is still to visit from each.
      var way: [(id: NodeID, rest: ArraySlice<NodeID>)] = [(start, nodes[start].inPlace[...])]
      states[start] = .open
      while let step = way.last {
        guard let next = step.rest.first else {
          states[step.id] = .done
          way.removeLast()
          continue
        }
        way[way.count - 1].rest.removeFirst()
        switch states[next] {
        case .done: continue
        case .unseen:
          states[next] = .open
          way.append((next, nodes[next].inPlace[...]))
        case .open:
          let loop = way.map(\.id).drop { $0 != next } + [next]
          problems.append(
            SchemaError.Problem(
              location: nodes[next].location,
              message: "expected references to end, found a loop that stays at the same value: "
                + loop.map { nodes[$0].location.named }.joined(separator: " → ")))
        }
      }
    }
  }
}
