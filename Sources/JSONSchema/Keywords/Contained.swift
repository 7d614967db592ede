import JSON

/// `contains`, `minContains`, `maxContains`.
struct Contained: Sendable {
  fileprivate let schema: NodeID
  fileprivate let minimum: Int
  fileprivate let maximum: Int?

  func check(_ items: [JSONValue], _ marks: inout Marks, at node: Node, in evaluation: inout Evaluation) {
    var count = 0
    for (index, item) in items.enumerated() where evaluation.matches(schema, item) {
      count += 1
      marks.mark(index)
      // Nothing more is to be found out.
      if maximum == nil, count >= minimum, !marks.areWanted { return }
    }
    if count < minimum {
      evaluation.report(
        minimum == 1 ? "contains" : "minContains", of: node,
        "expected at least \(minimum.counting("item")) as in \"contains\", found \(count == 0 ? "none" : String(count))"
      )
    }
    if let maximum, count > maximum {
      evaluation.report(
        "maxContains", of: node,
        "expected at most \(maximum.counting("item")) as in \"contains\", found \(count)")
    }
  }
}

extension Compiler {
  mutating func contained() -> Contained? {
    guard dialect == .draft2020 else {
      return schema("contains").map { Contained(schema: $0, minimum: 1, maximum: nil) }
    }
    let minimum = count("minContains")
    let maximum = count("maxContains")
    return schema("contains").map { Contained(schema: $0, minimum: minimum ?? 1, maximum: maximum) }
  }
}
