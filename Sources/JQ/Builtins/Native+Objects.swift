import JSON

extension Native {
  static let objects: [Native] = [
    Native(
      "keys",
      growth: 1,
      .input { (context, input) throws(Raised) in
        switch input {
        case .object(let members):
          try context.charge(members.count)
          return .array(members.sortedKeys.map { .string($0) })
        case .array(let elements): return .array(elements.indices.map { .number($0) })
        default: throw .type(input, "has no keys")
        }
      }),
    Native(
      "keys_unsorted",
      growth: 1,
      .input { (context, input) throws(Raised) in
        switch input {
        case .object(let members):
          try context.charge(members.count)
          return .array(members.map { .string($0.key) })
        case .array(let elements): return .array(elements.indices.map { .number($0) })
        default: throw .type(input, "has no keys")
        }
      }),
    Native(
      "has",
      .one { (_, input, key) throws(Raised) in
        switch (input, key) {
        case (.null, _): return .bool(false)
        case (.object(let members), .string(let name)): return .bool(members.contains(key: name))
        case (.array(let elements), .integer), (.array(let elements), .double), (.array(let elements), .decimal):
          guard let number = key.doubleValue, !number.isNaN else { return .bool(false) }
          let position = Int64(clamping: number)
          return .bool(number > -1 && position >= 0 && position < elements.count)
        default: throw Raised("Cannot check whether \(input.typeName) has a \(key.typeName) key")
        }
      }),
    Native(
      "to_entries",
      growth: 2,
      .input { (context, input) throws(Raised) in
        switch input {
        case .object(let members):
          try context.charge(members.count)
          return .array(members.map { entry(.string($0.key), $0.value) })
        case .array(let elements):
          try context.charge(elements.count)
          return .array(elements.enumerated().map { entry(.number($0.offset), $0.element) })
        default: throw .type(input, "has no keys")
        }
      }),
    Native(
      "from_entries",
      .input { (context, input) throws(Raised) in
        let entries: [JSONValue]
        switch input {
        case .array(let elements): entries = elements
        case .object(let members): entries = Array(members.values)
        default: throw Raised("Cannot iterate over \(input.described)")
        }
        var object = JSONObject(minimumCapacity: entries.count)
        for item in entries {
          try context.charge(1)
          let (key, value) = try keyAndValue(item, &context)
          object[key] = value
        }
        return .object(object)
      }),
  ]

  private static func entry(_ key: JSONValue, _ value: JSONValue) -> JSONValue {
    var object = JSONObject(minimumCapacity: 2)
    object["key"] = key
    object["value"] = value
    return .object(object)
  }

  /// `{key, value}`, or the same under the names `Key`, `name`, `Name` and `Value`.
  private static func keyAndValue(
    _ item: JSONValue, _ context: inout Context
  ) throws(Raised) -> (String, JSONValue) {
    guard case .object(let members) = item else {
      if item.isNull { throw Raised("Cannot use null (null) as object key") }
      throw Access.indexError(item, .string("key"))
    }
    var key = JSONValue.null
    for name in ["key", "Key", "name", "Name"] {
      key = members[name] ?? .null
      if key.isTruthy { break }
    }
    let value = members["value"] ?? members["Value"] ?? .null
    guard case .string(let name) = key else { throw Raised("Cannot use \(key.described) as object key") }
    return (name, value)
  }
}
