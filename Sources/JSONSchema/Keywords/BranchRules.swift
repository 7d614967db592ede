import JSON

/// `$ref`, `$dynamicRef`, `allOf`, `anyOf`, `oneOf`, `not`, `if`: schemas that are applied to the same value.
final class BranchRules: Sendable {
  private let reference: NodeID?
  private let dynamicReference: DynamicReference?
  private let allOf: [NodeID]
  private let anyOf: [NodeID]
  private let oneOf: [NodeID]
  private let negated: NodeID?
  private let condition: Condition?

  private struct Condition {
    let schema: NodeID
    let then: NodeID?
    let otherwise: NodeID?
  }

  init?(_ compiler: inout Compiler) {
    reference = compiler.reference("$ref")
    let isWhole = compiler.dialect == .draft2020 || compiler.object["$ref"] == nil
    dynamicReference = compiler.dialect == .draft2020 ? compiler.dynamicReference() : nil
    allOf = isWhole ? compiler.schemas("allOf") ?? [] : []
    anyOf = isWhole ? compiler.schemas("anyOf") ?? [] : []
    oneOf = isWhole ? compiler.schemas("oneOf") ?? [] : []
    negated = isWhole ? compiler.schema("not") : nil
    condition =
      isWhole
      ? compiler.schema("if").map {
        Condition(schema: $0, then: compiler.schema("then"), otherwise: compiler.schema("else"))
      } : nil
    if inPlace.isEmpty { return nil }
  }

  var inPlace: [NodeID] {
    let single = [
      reference, dynamicReference?.initial, negated, condition?.schema, condition?.then, condition?.otherwise,
    ]
    return single.compactMap(\.self) + allOf + anyOf + oneOf
  }

  func check(_ value: JSONValue, _ marks: inout Marks, at node: Node, in evaluation: inout Evaluation) {
    if let reference { evaluation.check(reference, value, &marks) }
    if let dynamicReference { evaluation.check(dynamicReference.target(in: evaluation), value, &marks) }
    for schema in allOf {
      if evaluation.isDone { return }
      evaluation.check(schema, value, &marks)
    }
    if !anyOf.isEmpty, !evaluation.isDone { checkAny(value, &marks, at: node, in: &evaluation) }
    if !oneOf.isEmpty, !evaluation.isDone { checkOne(value, &marks, at: node, in: &evaluation) }
    if let negated, !evaluation.isDone, evaluation.matches(negated, value) {
      evaluation.report("not", of: node, "expected a value that does not match \"not\", found \(value.brief)")
    }
    if let condition, !evaluation.isDone { check(condition, value, &marks, in: &evaluation) }
  }

  private func checkAny(_ value: JSONValue, _ marks: inout Marks, at node: Node, in evaluation: inout Evaluation) {
    var isMatched = false
    for schema in anyOf {
      var branch = marks.fresh
      guard evaluation.matches(schema, value, &branch) else { continue }
      isMatched = true
      marks.formUnion(branch)
      if !marks.areWanted { return }
    }
    if !isMatched {
      evaluation.reportNone(of: anyOf, "anyOf", value, at: node)
      // Which members count as evaluated depends on the alternative that was meant.
      marks.markAll()
    }
  }

  private func checkOne(_ value: JSONValue, _ marks: inout Marks, at node: Node, in evaluation: inout Evaluation) {
    var matched: [Int] = []
    for (index, schema) in oneOf.enumerated() {
      var branch = marks.fresh
      guard evaluation.matches(schema, value, &branch) else { continue }
      matched.append(index)
      marks.formUnion(branch)
    }
    if matched.isEmpty {
      evaluation.reportNone(of: oneOf, "oneOf", value, at: node)
      marks.markAll()
    } else if matched.count > 1 {
      evaluation.report(
        "oneOf", of: node,
        "expected a match of exactly one of \(oneOf.count) alternatives, found that it matches "
          + matched.map { "oneOf/\($0)" }.joined(with: "and"))
    }
  }

  private func check(
    _ condition: Condition, _ value: JSONValue, _ marks: inout Marks, in evaluation: inout Evaluation
  ) {
    var branch = marks.fresh
    if evaluation.matches(condition.schema, value, &branch) {
      marks.formUnion(branch)
      if let then = condition.then { evaluation.check(then, value, &marks) }
    } else if let otherwise = condition.otherwise {
      evaluation.check(otherwise, value, &marks)
    }
  }
}

/// `$dynamicRef`: the outermost resource on the way here that has the anchor decides.
struct DynamicReference: Sendable {
  let initial: NodeID
  /// By resource; empty where `$dynamicRef` is no different from `$ref`.
  let candidates: [Int: NodeID]

  func target(in evaluation: Evaluation) -> NodeID {
    guard !candidates.isEmpty else { return initial }
    for resource in evaluation.scope {
      if let schema = candidates[resource] { return schema }
    }
    return initial
  }
}
