/// What a document is compiled to: schemas that name each other by index, so that recursion makes no reference cycles.
struct Program: Sendable {
  /// Those of the document in the order in which they were found; the first is the document itself.
  let nodes: [Node]
  /// Whether some `$dynamicRef` depends on the way that led to it.
  let followsDynamicScope: Bool
}

typealias NodeID = Int
