import JSON

extension Paths {
  /// Deletes what lies at the paths, each as it is named before any is deleted.
  static func delete(
    _ paths: [JSONValue], from root: JSONValue, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    var list: [[JSONValue]] = []
    try context.charge(paths.count)
    for path in paths {
      guard case .array(let steps) = path else {
        throw Raised("Path must be specified as array, not \(path.typeName)")
      }
      guard steps.count <= PathNode.depthLimit else { throw Raised("Path too deep") }
      list.append(steps)
    }
    list.sort { JSONValue.array($0).order(relativeTo: .array($1)) < 0 }
    guard let first = list.first else { return root }
    if first.isEmpty { return .null }
    var result = root
    try delete(list[...], 0, from: &result, &context)
    return result
  }

  private static func delete(
    _ paths: ArraySlice<[JSONValue]>, _ level: Int, from value: inout JSONValue, _ context: inout Context
  ) throws(Raised) {
    var whole: [JSONValue] = []
    var start = paths.startIndex
    while start < paths.endIndex {
      let key = paths[start][level]
      var end = start
      while end < paths.endIndex, paths[end][level].isEqual(to: key) { end += 1 }
      if paths[start].count == level + 1 {
        whole.append(key)
      } else {
        var child = try Access.value(in: value, at: key, &context)
        if !child.isNull {
          try context.enter()
          try delete(paths[start..<end], level + 1, from: &child, &context)
          context.leave()
          try set(&value, [key], to: child, &context)
        }
      }
      start = end
    }
    if !whole.isEmpty { try delete(whole, from: &value) }
  }

  /// Deletes members or elements of one container.
  private static func delete(_ keys: [JSONValue], from value: inout JSONValue) throws(Raised) {
    switch value {
    case .null: break
    case .object(var object):
      value = .null
      for key in keys {
        guard case .string(let name) = key else { throw Raised("Cannot delete \(key.typeName) field of object") }
        object.removeValue(forKey: name)
      }
      value = .object(object)
    case .array(let elements):
      var isDeleted = [Bool](repeating: false, count: elements.count)
      for key in keys {
        switch key {
        case .integer, .double, .decimal:
          if let position = Access.position(key, count: elements.count), elements.indices.contains(position) {
            isDeleted[position] = true
          }
        case .object(let bounds):
          for position in try Access.range(bounds, count: elements.count) { isDeleted[position] = true }
        default: throw Raised("Cannot delete \(key.typeName) element of array")
        }
      }
      var kept: [JSONValue] = []
      kept.reserveCapacity(elements.count)
      for (position, element) in elements.enumerated() where !isDeleted[position] { kept.append(element) }
      value = .array(kept)
    default: throw Raised("Cannot delete fields from \(value.typeName)")
    }
  }
}
