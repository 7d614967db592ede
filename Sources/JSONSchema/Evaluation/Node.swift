import JSON

/// One schema of the document. A family of keywords is absent when none of it is used.
final class Node: Sendable {
  /// The JSON Pointer of this schema in its document.
  let location: String
  /// The schema resource it belongs to, an index; `$dynamicRef` asks.
  let resource: Int
  /// The schema `false`: nothing is valid.
  let isNever: Bool
  let value: ValueRules?
  let number: NumberRules?
  let string: StringRules?
  let array: ArrayRules?
  let object: ObjectRules?
  let branches: BranchRules?
  let unevaluated: UnevaluatedRules?

  /// `true` and `false`.
  init(always isValid: Bool, location: String, resource: Int) {
    self.location = location
    self.resource = resource
    isNever = !isValid
    value = nil
    number = nil
    string = nil
    array = nil
    object = nil
    branches = nil
    unevaluated = nil
  }

  /// The schema object at which the compiler stands.
  init(_ compiler: inout Compiler, location: String, resource: Int) {
    self.location = location
    self.resource = resource
    isNever = false
    branches = BranchRules(&compiler)
    // Beside `$ref`, draft-07 ignores everything.
    let isReference = compiler.dialect == .draft7 && compiler.object["$ref"] != nil
    value = isReference ? nil : ValueRules(&compiler)
    number = isReference ? nil : NumberRules(&compiler)
    string = isReference ? nil : StringRules(&compiler)
    array = isReference ? nil : ArrayRules(&compiler)
    object = isReference ? nil : ObjectRules(&compiler)
    unevaluated = isReference ? nil : UnevaluatedRules(&compiler)
  }

  /// The schemas that are applied to the same value as this one.
  var inPlace: [NodeID] { (branches?.inPlace ?? []) + (object?.dependentSchemas.map(\.schema) ?? []) }
}
