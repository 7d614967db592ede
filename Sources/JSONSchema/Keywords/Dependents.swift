import JSON

/// `dependentRequired`, or a member of `dependencies` that is an array.
struct DependentNames: Sendable {
  fileprivate let property: String
  fileprivate let required: [String]
  fileprivate let keyword: String

  func check(_ object: JSONObject, at node: Node, in evaluation: inout Evaluation) {
    guard object.contains(key: property) else { return }
    for name in required where !object.contains(key: name) {
      evaluation.report(
        keyword, of: node,
        "expected the property \(name.quoted()) because there is \(property.quoted()), found \(object.contents)")
    }
  }
}

/// `dependentSchemas`, or a member of `dependencies` that is a schema.
struct DependentSchema: Sendable {
  let property: String
  let schema: NodeID
}

extension Compiler {
  mutating func dependents() -> ([DependentNames], [DependentSchema]) {
    var names: [DependentNames] = []
    var schemas: [DependentSchema] = []
    func place(_ keyword: String, _ key: String) -> String {
      var place = keyword
      place.appendToken(key)
      return place
    }
    if dialect == .draft2020 {
      for (key, value) in members("dependentRequired") ?? [:] {
        let keyword = place("dependentRequired", key)
        let required = self.names(value, at: keyword) ?? []
        names.append(DependentNames(property: key, required: required, keyword: keyword))
      }
      _ = members("dependentSchemas")
      schemas += schemaMembers("dependentSchemas").map { DependentSchema(property: $0.key, schema: $0.schema) }
    }
    // 2020-12 no longer has it, but it is still written.
    for (key, value) in members("dependencies") ?? [:] {
      if value.arrayValue != nil {
        let keyword = place("dependencies", key)
        let required = self.names(value, at: keyword) ?? []
        names.append(DependentNames(property: key, required: required, keyword: keyword))
      } else if let schema = schemaMember("dependencies", key) {
        schemas.append(DependentSchema(property: key, schema: schema))
      }
    }
    return (names, schemas)
  }
}
