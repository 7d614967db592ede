import JSON

/// Reading the values of keywords: absent is `nil`, malformed is reported and `nil`.
extension Compiler {
  mutating func text(_ keyword: String) -> String? {
    guard let value = object[keyword] else { return nil }
    guard let text = value.stringValue else { return complain(keyword, "a string", value) }
    return text
  }

  mutating func flag(_ keyword: String) -> Bool? {
    guard let value = object[keyword] else { return nil }
    guard let flag = value.boolValue else { return complain(keyword, "true or false", value) }
    return flag
  }

  mutating func number(_ keyword: String) -> JSONValue? {
    guard let value = object[keyword] else { return nil }
    guard value.doubleValue != nil else { return complain(keyword, "a number", value) }
    return value
  }

  /// An integer of at least 0.
  mutating func count(_ keyword: String) -> Int? {
    guard let value = object[keyword] else { return nil }
    guard value.isIntegral, let double = value.doubleValue, double >= 0 else {
      return complain(keyword, "an integer of at least 0", value)
    }
    return value.integerValue.map(Int.init) ?? .max
  }

  mutating func values(_ keyword: String) -> [JSONValue]? {
    guard let value = object[keyword] else { return nil }
    guard let values = value.arrayValue else { return complain(keyword, "an array", value) }
    return values
  }

  /// An array of different strings.
  mutating func names(_ keyword: String) -> [String]? {
    guard let value = object[keyword] else { return nil }
    return names(value, at: keyword)
  }

  mutating func names(_ value: JSONValue, at place: String) -> [String]? {
    guard let items = value.arrayValue else { return complain(place, "an array of names", value) }
    var names: [String] = []
    var known: Set<CodePoints> = []
    for (index, item) in items.enumerated() {
      guard let name = item.stringValue else {
        report("\(place)/\(index)", "expected a name, a string, found \(item.brief)")
        continue
      }
      if !known.insert(CodePoints(name)).inserted {
        report("\(place)/\(index)", "expected every name once, found \(name.quoted()) again")
      }
      names.append(name)
    }
    return names
  }

  mutating func members(_ keyword: String) -> JSONObject? {
    guard let value = object[keyword] else { return nil }
    guard let members = value.objectValue else { return complain(keyword, "an object", value) }
    return members
  }

  private mutating func complain<Value>(_ keyword: String, _ expected: String, _ found: JSONValue) -> Value? {
    report(keyword, "expected \(expected), found \(found.brief)")
    return nil
  }
}

/// Finding the schemas below a keyword, which the survey has registered.
extension Compiler {
  func schema(_ keyword: String) -> NodeID? {
    object[keyword] == nil ? nil : survey.id(at: "\(location)/\(keyword)")
  }

  mutating func schemas(_ keyword: String) -> [NodeID]? {
    guard let value = object[keyword] else { return nil }
    guard let items = value.arrayValue, !items.isEmpty else {
      return complain(keyword, "an array of at least one schema", value)
    }
    return items.indices.compactMap { survey.id(at: "\(location)/\(keyword)/\($0)") }
  }

  /// What `members` has found to be an object.
  func schemaMembers(_ keyword: String) -> [(key: String, schema: NodeID)] {
    guard let members = object[keyword]?.objectValue else { return [] }
    return members.keys.compactMap { key in schemaMember(keyword, key).map { (key, $0) } }
  }

  func schemaMember(_ keyword: String, _ key: String) -> NodeID? {
    var place = "\(location)/\(keyword)"
    place.appendToken(key)
    return survey.id(at: place)
  }
}
