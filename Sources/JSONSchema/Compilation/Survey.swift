import JSON

/// Every schema of a document, with its names: found before any is compiled, because a reference may lead forward.
struct Survey {
  /// A schema and where it is.
  struct Site {
    let value: JSONValue
    let location: String
    let resource: Int
  }

  /// A schema with a URI of its own: the document, and every schema in it that has an `$id`.
  struct Resource {
    let uri: URIReference
    let root: JSONValue
    let location: String
    let dialect: Dialect
  }

  private(set) var sites: [Site] = []
  private(set) var resources: [Resource] = []
  private(set) var problems: [SchemaError.Problem] = []
  private var idsByLocation: [CodePoints: NodeID] = [:]
  private var resourcesByURI: [CodePoints: Int] = [:]
  private var resourcesByLocation: [CodePoints: Int] = [:]
  private var anchors: [String: NodeID] = [:]
  /// Where each `$dynamicAnchor` is found, by resource.
  private(set) var dynamicAnchors: [String: [Int: NodeID]] = [:]

  init(_ document: JSONValue, _ dialect: Dialect) {
    addResource(Resource(uri: URIReference(""), root: document, location: "", dialect: dialect))
    add(document, at: "", in: 0)
  }

  func id(at location: String) -> NodeID? { idsByLocation[CodePoints(location)] }
  func resource(uri: String) -> Int? { resourcesByURI[CodePoints(uri)] }
  func resource(at location: String) -> Int? { resourcesByLocation[CodePoints(location)] }
  func anchor(_ name: String, in resource: Int) -> NodeID? { anchors["\(resource)#\(name)"] }

  /// Registers a schema and all within it. No recursion: documents may be deep.
  @discardableResult
  mutating func add(_ value: JSONValue, at location: String, in resource: Int) -> NodeID {
    let id = sites.count
    var pending = [Site(value: value, location: location, resource: resource)]
    while let site = pending.popLast() {
      guard idsByLocation[CodePoints(site.location)] == nil else { continue }
      let resource = identify(site, as: sites.count)
      idsByLocation[CodePoints(site.location)] = sites.count
      sites.append(Site(value: site.value, location: site.location, resource: resource))
      guard case .object(let object) = site.value else { continue }
      for child in children(of: object, at: site.location, in: resource).reversed() { pending.append(child) }
    }
    return id
  }

  private func children(of object: JSONObject, at location: String, in resource: Int) -> [Site] {
    var children: [Site] = []
    let dialect = resources[resource].dialect
    let isReference = dialect == .draft7 && object["$ref"] != nil
    func add(_ value: JSONValue, _ token: String, under location: String) {
      var location = location
      location.appendToken(token)
      children.append(Site(value: value, location: location, resource: resource))
    }
    for (keyword, value) in object {
      if isReference, keyword != "definitions" { continue }
      guard let position = SchemaPosition.of(keyword, in: dialect) else { continue }
      let place = "\(location)/\(keyword)"
      switch (position, value) {
      case (.items, .array(let items)), (.valueOrItems, .array(let items)):
        for (index, item) in items.enumerated() { add(item, String(index), under: place) }
      case (.members, .object(let members)):
        for (key, member) in members { add(member, key, under: place) }
      case (.membersUnlessNames, .object(let members)):
        for (key, member) in members where member.arrayValue == nil { add(member, key, under: place) }
      case (.value, .array) where keyword == "items": continue  // Draft-07's; the compiler says what to write.
      case (.value, _), (.valueOrItems, _): children.append(Site(value: value, location: place, resource: resource))
      default: continue  // The compiler reports it.
      }
    }
    return children
  }
}

// MARK: - Names

extension Survey {
  /// Registers the names of a schema, and says to which resource it belongs.
  private mutating func identify(_ site: Site, as id: NodeID) -> Int {
    guard case .object(let object) = site.value else { return site.resource }
    var dialect = resources[site.resource].dialect
    if let declared = object["$schema"], site.location.isEmpty || object["$id"] != nil {
      if let known = declared.stringValue.flatMap(Dialect.init(uri:)) {
        dialect = known
      } else {
        report(site, "$schema", "expected \(Dialect.known), found \(declared.excerpt(limit: 200))")
      }
    }
    var resource = site.resource
    if site.location.isEmpty {
      resources[0] = Resource(uri: resources[0].uri, root: site.value, location: "", dialect: dialect)
    }
    if let identifier = object["$id"], dialect != .draft7 || object["$ref"] == nil {
      resource = identify(site, by: identifier, dialect, as: id)
    }
    if dialect == .draft2020 {
      for keyword in ["$anchor", "$dynamicAnchor"] {
        guard let value = object[keyword] else { continue }
        guard let name = value.stringValue, Self.isAnchor(name) else {
          report(site, keyword, "expected a name of letters, digits, '-', '_' and '.', found \(value.brief)")
          continue
        }
        addAnchor(name, of: id, in: resource, site, keyword)
        if keyword == "$dynamicAnchor" { dynamicAnchors[name, default: [:]][resource] = id }
      }
    }
    return resource
  }

  private mutating func identify(_ site: Site, by identifier: JSONValue, _ dialect: Dialect, as id: NodeID) -> Int {
    guard let text = identifier.stringValue else {
      report(site, "$id", "expected a URI reference, found \(identifier.brief)")
      return site.resource
    }
    let reference = URIReference(text)
    if dialect == .draft7, text.hasPrefix("#"), let name = reference.fragment, !name.isEmpty {
      addAnchor(String(name), of: id, in: site.resource, site, "$id")
      return site.resource
    }
    guard reference.fragment?.isEmpty ?? true, Format.uriReference.accepts(text) else {
      report(site, "$id", "expected a URI reference without a fragment, found \(identifier.brief)")
      return site.resource
    }
    let uri = reference.withoutFragment.resolved(against: resources[site.resource].uri)
    let resource = Resource(uri: uri, root: site.value, location: site.location, dialect: dialect)
    if site.location.isEmpty {
      resources[0] = resource
      resourcesByURI[CodePoints(uri.text)] = 0
      return 0
    }
    if let other = resourcesByURI[CodePoints(uri.text)] {
      report(site, "$id", "expected an identifier of its own, found that of \(resources[other].location.named)")
      return site.resource
    }
    return addResource(resource)
  }

  @discardableResult
  private mutating func addResource(_ resource: Resource) -> Int {
    resources.append(resource)
    resourcesByURI[CodePoints(resource.uri.text)] = resources.count - 1
    resourcesByLocation[CodePoints(resource.location)] = resources.count - 1
    return resources.count - 1
  }

  private mutating func addAnchor(_ name: String, of id: NodeID, in resource: Int, _ site: Site, _ keyword: String) {
    let key = "\(resource)#\(name)"
    if let other = anchors[key], other != id {
      report(site, keyword, "expected a name of its own, found that of \(sites[other].location.named)")
    }
    anchors[key] = id
  }

  private static func isAnchor(_ name: String) -> Bool {
    guard let first = name.utf8.first, first.isLetter || first == UInt8(ascii: "_") else { return false }
    return name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0.isAny(of: "-._") }
  }

  private mutating func report(_ site: Site, _ keyword: String, _ message: String) {
    problems.append(SchemaError.Problem(location: "\(site.location)/\(keyword)", message: message))
  }
}

extension String {
  /// A location in the words of a message.
  var named: String { isEmpty ? "the document" : self }
}
