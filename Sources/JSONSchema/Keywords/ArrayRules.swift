import JSON

/// `prefixItems`, `items`, `contains`, `minItems`, `maxItems`, `uniqueItems`, and draft-07's `items` and
/// `additionalItems`.
final class ArrayRules: Sendable {
  private let prefix: [NodeID]
  private let rest: NodeID?
  private let contained: Contained?
  private let minItems: Int?
  private let maxItems: Int?
  private let isUnique: Bool
  /// `items` or `additionalItems`, whichever `rest` is.
  private let restKeyword: String

  init?(_ compiler: inout Compiler) {
    let hasTuple = compiler.dialect == .draft7 && compiler.object["items"]?.arrayValue != nil
    if hasTuple {
      prefix = compiler.schemas("items") ?? []
      rest = compiler.schema("additionalItems")
    } else {
      prefix = compiler.dialect == .draft7 ? [] : compiler.schemas("prefixItems") ?? []
      if compiler.dialect == .draft2020, compiler.object["items"]?.arrayValue != nil {
        compiler.report("items", "expected a schema, found an array: schemas by position belong in \"prefixItems\"")
        rest = nil
      } else {
        rest = compiler.schema("items")
      }
    }
    restKeyword = hasTuple ? "additionalItems" : "items"
    contained = compiler.contained()
    minItems = compiler.count("minItems")
    maxItems = compiler.count("maxItems")
    isUnique = compiler.flag("uniqueItems") ?? false
    if prefix.isEmpty, rest == nil, contained == nil, minItems == nil, maxItems == nil, !isUnique { return nil }
  }

  func check(_ items: [JSONValue], _ marks: inout Marks, at node: Node, in evaluation: inout Evaluation) {
    if let minItems, items.count < minItems {
      evaluation.report(
        "minItems", of: node, "expected at least \(minItems.counting("item")), found \(items.count)")
    }
    if let maxItems, items.count > maxItems {
      evaluation.report("maxItems", of: node, "expected at most \(maxItems.counting("item")), found \(items.count)")
    }
    if isUnique, !evaluation.isDone, let (first, second) = items.firstDuplicate {
      evaluation.report(
        "uniqueItems", of: node,
        "expected items that differ, found \(items[first].excerpt()) at both \(first) and \(second)")
    }
    for (index, schema) in zip(items.indices, prefix) {
      if evaluation.isDone { return }
      evaluation.check(schema, items[index], item: index)
      marks.mark(index)
    }
    if let rest, items.count > prefix.count {
      checkRest(of: items, with: rest, at: node, in: &evaluation)
      marks.markAll()
    }
    if let contained, !evaluation.isDone { contained.check(items, &marks, at: node, in: &evaluation) }
  }

  private func checkRest(of items: [JSONValue], with rest: NodeID, at node: Node, in evaluation: inout Evaluation) {
    if evaluation.program.nodes[rest].isNever {
      return evaluation.report(
        restKeyword, of: node, "expected at most \(prefix.count.counting("item")), found \(items.count)")
    }
    for index in prefix.count..<items.count {
      if evaluation.isDone { return }
      evaluation.check(rest, items[index], item: index)
    }
  }
}

extension [JSONValue] {
  /// The positions of two equal items.
  fileprivate var firstDuplicate: (Int, Int)? {
    if count <= 8 {
      for second in indices.dropFirst() {
        for first in 0..<second where self[first].isExactly(self[second]) { return (first, second) }
      }
      return nil
    }
    var positions: [ExactValue: Int] = [:]
    for (index, item) in enumerated() {
      if let other = positions.updateValue(index, forKey: ExactValue(item)) { return (other, index) }
    }
    return nil
  }
}
