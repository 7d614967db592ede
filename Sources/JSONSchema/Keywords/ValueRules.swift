import JSON

/// `type`, `enum`, `const`: what concerns a value of any kind.
final class ValueRules: Sendable {
  let types: TypeSet?
  let allowed: [JSONValue]?
  let constant: JSONValue?

  init?(_ compiler: inout Compiler) {
    types = compiler.types()
    allowed = compiler.values("enum")
    constant = compiler.object["const"]
    if types == nil, allowed == nil, constant == nil { return nil }
  }

  func check(_ value: JSONValue, at node: Node, in evaluation: inout Evaluation) {
    if let types, !types.includes(value) {
      // What is of another type is in no enumeration either, and does not need to be told so.
      return evaluation.report(
        "type", of: node, expecting: .types(types), "expected \(types.phrase), found \(value.brief)")
    }
    if let constant, !constant.isExactly(value) {
      evaluation.report(
        "const", of: node, expecting: .values([constant]), "expected \(constant.excerpt()), found \(value.excerpt())")
    }
    if let allowed, !allowed.contains(where: { $0.isExactly(value) }) {
      evaluation.report(
        "enum", of: node, expecting: .values(allowed), "expected \(allowed.alternatives), found \(value.excerpt())")
    }
  }
}

extension [JSONValue] {
  /// For example `one of "a", "b" or "c"`.
  var alternatives: String {
    switch count {
    case 0: "nothing, as no value is allowed"
    case 1: self[0].excerpt()
    case ...12: "one of " + map { $0.excerpt() }.joined(with: "or")
    default: "one of " + prefix(12).map { $0.excerpt() }.joined(separator: ", ") + " or \(count - 12) others"
    }
  }
}

extension Compiler {
  fileprivate mutating func types() -> TypeSet? {
    switch object["type"] {
    case nil: return nil
    case .string(let name)?: return type(name, at: "type")
    case .array(let items)? where !items.isEmpty:
      guard let names = names("type") else { return nil }
      return names.enumerated().reduce(into: TypeSet()) { types, name in
        types.formUnion(type(name.element, at: "type/\(name.offset)") ?? [])
      }
    case let value?:
      report("type", "expected the name of a type or an array of such names, found \(value.brief)")
      return nil
    }
  }

  private mutating func type(_ name: String, at place: String) -> TypeSet? {
    if let type = TypeSet(name: name) { return type }
    let names = TypeSet.names.map { $0.name.quoted() }.joined(with: "or")
    report(place, "expected one of \(names), found \(name.quoted())")
    return nil
  }
}
