import JSON

/// `properties`, `patternProperties`, `additionalProperties`, `propertyNames`, `required`, `minProperties`,
/// `maxProperties`, and what one member demands of the others.
final class ObjectRules: Sendable {
  /// The value of `properties`, and the schemas of its members in their order.
  private let properties: JSONObject
  private let schemas: [NodeID]
  private let patterns: [(pattern: Pattern, schema: NodeID)]
  private let additional: NodeID?
  private let propertyNames: NodeID?
  private let required: [String]
  private let minProperties: Int?
  private let maxProperties: Int?
  private let dependentNames: [DependentNames]
  let dependentSchemas: [DependentSchema]
  private let looksAtMembers: Bool

  init?(_ compiler: inout Compiler) {
    properties = compiler.members("properties") ?? [:]
    schemas = compiler.schemaMembers("properties").map(\.schema)
    patterns = compiler.patternProperties()
    additional = compiler.schema("additionalProperties")
    propertyNames = compiler.schema("propertyNames")
    required = compiler.names("required") ?? []
    minProperties = compiler.count("minProperties")
    maxProperties = compiler.count("maxProperties")
    (dependentNames, dependentSchemas) = compiler.dependents()
    looksAtMembers = !properties.isEmpty || !patterns.isEmpty || additional != nil || propertyNames != nil
    let isEmpty =
      !looksAtMembers && required.isEmpty && minProperties == nil && maxProperties == nil && dependentNames.isEmpty
      && dependentSchemas.isEmpty
    if isEmpty { return nil }
  }

  func check(
    _ object: JSONObject, _ value: JSONValue, _ marks: inout Marks, at node: Node, in evaluation: inout Evaluation
  ) {
    for name in required where !object.contains(key: name) {
      evaluation.report("required", of: node, "expected the property \(name.quoted()), found \(object.contents)")
      if evaluation.isDone { return }
    }
    if let minProperties, object.count < minProperties {
      evaluation.report(
        "minProperties", of: node, "expected at least \(minProperties.counting("member")), found \(object.count)")
    }
    if let maxProperties, object.count > maxProperties {
      evaluation.report(
        "maxProperties", of: node, "expected at most \(maxProperties.counting("member")), found \(object.count)")
    }
    for dependent in dependentNames { dependent.check(object, at: node, in: &evaluation) }
    if looksAtMembers { checkMembers(of: object, &marks, at: node, in: &evaluation) }
    for dependent in dependentSchemas where object.contains(key: dependent.property) {
      if evaluation.isDone { return }
      evaluation.check(dependent.schema, value, &marks)
    }
  }

  private func checkMembers(
    of object: JSONObject, _ marks: inout Marks, at node: Node, in evaluation: inout Evaluation
  ) {
    for index in object.indices {
      if evaluation.isDone { return }
      let (key, value) = object[index]
      var isKnown = false
      if let position = properties.index(forKey: key) {
        isKnown = true
        evaluation.check(schemas[position], value, member: key)
      }
      for (pattern, schema) in patterns where pattern.matches(key) {
        isKnown = true
        evaluation.check(schema, value, member: key)
      }
      if !isKnown, let additional {
        isKnown = true
        if evaluation.program.nodes[additional].isNever {
          reportUnexpected(key, at: node, in: &evaluation)
        } else {
          evaluation.check(additional, value, member: key)
        }
      }
      if isKnown { marks.mark(index) }
      if let propertyNames { evaluation.check(propertyNames, name: key) }
    }
  }

  private func reportUnexpected(_ key: String, at node: Node, in evaluation: inout Evaluation) {
    var allowed = properties.isEmpty ? "no property" : "only " + properties.keys.listed(limit: 12)
    if !patterns.isEmpty {
      let sources = patterns.map(\.pattern.source).joined(with: "or")
      allowed =
        properties.isEmpty ? "only names that match \(sources)" : "\(allowed), or a name that matches \(sources)"
    }
    evaluation.report(
      "additionalProperties", of: node, at: .member(key), "expected \(allowed), found \(key.quoted())")
  }
}

extension Evaluation {
  /// Applies a schema to the name of a member; what is wrong is reported at the member.
  fileprivate mutating func check(_ id: NodeID, name key: String) {
    guard !matches(id, .string(key)) else { return }
    let reason = isCollecting ? explain(id, .string(key))?.first?.message : nil
    report("", of: program.nodes[id], at: .member(key), "its name: \(reason ?? "expected another name")")
  }
}

extension Compiler {
  fileprivate mutating func patternProperties() -> [(pattern: Pattern, schema: NodeID)] {
    var result: [(Pattern, NodeID)] = []
    _ = members("patternProperties")
    for (key, schema) in schemaMembers("patternProperties") {
      var place = "patternProperties"
      place.appendToken(key)
      if let pattern = pattern(key, at: place) { result.append((pattern, schema)) }
    }
    return result
  }
}
