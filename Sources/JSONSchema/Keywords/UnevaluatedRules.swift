import JSON

/// `unevaluatedProperties` and `unevaluatedItems`: what no other keyword of the schema, or of those applied with it, has
/// looked at.
final class UnevaluatedRules: Sendable {
  private let properties: NodeID?
  private let items: NodeID?

  init?(_ compiler: inout Compiler) {
    guard compiler.dialect == .draft2020 else { return nil }
    properties = compiler.schema("unevaluatedProperties")
    items = compiler.schema("unevaluatedItems")
    if properties == nil, items == nil { return nil }
  }

  func check(_ value: JSONValue, _ marks: inout Marks, at node: Node, in evaluation: inout Evaluation) {
    switch value {
    case .object(let object):
      guard let properties else { return }
      for index in object.indices where !marks.flags[index] {
        if evaluation.isDone { return }
        let (key, value) = object[index]
        if evaluation.program.nodes[properties].isNever {
          evaluation.report(
            "unevaluatedProperties", of: node, at: .member(key),
            "expected no property that the schema does not know, found \(key.quoted())")
        } else {
          evaluation.check(properties, value, member: key)
        }
      }
      marks.markAll()
    case .array(let array):
      guard let items else { return }
      for (index, item) in array.enumerated() where !marks.flags[index] {
        if evaluation.isDone { return }
        if evaluation.program.nodes[items].isNever {
          evaluation.report(
            "unevaluatedItems", of: node, at: .item(index),
            "expected no item that the schema does not know, found \(item.brief)")
        } else {
          evaluation.check(items, item, item: index)
        }
      }
      marks.markAll()
    default: return
    }
  }
}
