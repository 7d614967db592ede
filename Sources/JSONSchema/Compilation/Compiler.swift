import JSON

/// Turns a document into a program, schema by schema. Each family of keywords reads its own from where the compiler
/// stands, and reports what is malformed.
struct Compiler {
  private(set) var survey: Survey
  private(set) var problems: [SchemaError.Problem] = []
  /// The schema object where the compiler stands.
  private(set) var object = JSONObject()
  private(set) var location = ""
  private(set) var resource = 0
  private var followsDynamicScope = false
  private var hasReferences = false

  init(_ document: JSONValue, _ dialect: Dialect) { survey = Survey(document, dialect) }

  var dialect: Dialect { survey.resources[resource].dialect }

  mutating func compile() throws(SchemaError) -> Program {
    var nodes: [Node] = []
    // References may add schemas from places that no keyword of the specification has.
    while nodes.count < survey.sites.count { nodes.append(node(for: survey.sites[nodes.count])) }
    problems = survey.problems + problems
    if problems.isEmpty, hasReferences { problems += ReferenceLoops(nodes).problems }
    guard problems.isEmpty else { throw SchemaError(problems: problems) }
    return Program(nodes: nodes, followsDynamicScope: followsDynamicScope)
  }

  private mutating func node(for site: Survey.Site) -> Node {
    location = site.location
    resource = site.resource
    switch site.value {
    case .bool(let isValid): return Node(always: isValid, location: location, resource: resource)
    case .object(let members):
      object = members
      return Node(&self, location: site.location, resource: site.resource)
    default:
      problems.append(
        SchemaError.Problem(
          location: location, message: "expected a schema, an object or a boolean, found \(site.value.brief)"))
      return Node(always: true, location: location, resource: resource)
    }
  }

  /// Something is wrong with a keyword of this schema, or with a place below it.
  mutating func report(_ place: String, _ message: String) {
    problems.append(SchemaError.Problem(location: "\(location)/\(place)", message: message))
  }
}

// MARK: - References

extension Compiler {
  /// Where `$ref` leads.
  mutating func reference(_ keyword: String) -> NodeID? {
    guard let text = text(keyword) else { return nil }
    hasReferences = true
    switch survey.resolve(text, from: resource) {
    case .success(let id): return id
    case .failure(let failure):
      report(keyword, failure.message)
      return nil
    }
  }

  /// Where `$dynamicRef` leads: to the schema that `$ref` would find, unless other resources have a dynamic anchor of
  /// the same name.
  mutating func dynamicReference() -> DynamicReference? {
    guard let initial = reference("$dynamicRef"), let text = object["$dynamicRef"]?.stringValue else { return nil }
    let name = URIReference(text).fragment.map(String.init) ?? ""
    let candidates = survey.dynamicAnchors[name] ?? [:]
    guard candidates.count > 1, candidates.values.contains(initial) else {
      return DynamicReference(initial: initial, candidates: [:])
    }
    followsDynamicScope = true
    return DynamicReference(initial: initial, candidates: candidates)
  }
}
