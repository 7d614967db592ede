import JSON

extension Native {
  static let ordering: [Native] = [
    Native(
      "sort",
      .input { (context, input) throws(Raised) in
        guard case .array(let elements) = input else {
          throw .type(input, "cannot be sorted, as it is not an array")
        }
        return .array(try sorted(elements, &context))
      }),
    Native(
      "unique",
      .input { (context, input) throws(Raised) in
        guard case .array(let elements) = input else {
          throw .type(input, "cannot be sorted, as it is not an array")
        }
        var result: [JSONValue] = []
        for element in try sorted(elements, &context) {
          if let last = result.last, last.isEqual(to: element) { continue }
          result.append(element)
        }
        return .array(result)
      }),
    Native(
      "_sort_by",
      .one { (context, input, keys) throws(Raised) in
        let (elements, keys) = try lists(input, keys)
        return .array(try order(of: keys, &context).map { elements[$0] })
      }),
    Native(
      "_group_by",
      growth: 1,
      .one { (context, input, keys) throws(Raised) in
        let (elements, keys) = try lists(input, keys)
        return .array(try groups(of: keys, &context).map { group in .array(group.map { elements[$0] }) })
      }),
    Native(
      "_unique_by",
      .one { (context, input, keys) throws(Raised) in
        let (elements, keys) = try lists(input, keys)
        return .array(try groups(of: keys, &context).map { elements[$0[0]] })
      }),
    Native(
      "_min_by",
      .one { (context, input, keys) throws(Raised) in
        let (elements, keys) = try lists(input, keys)
        return try extreme(elements, keys, &context) { $0 < 0 }
      }),
    Native(
      "_max_by",
      .one { (context, input, keys) throws(Raised) in
        let (elements, keys) = try lists(input, keys)
        return try extreme(elements, keys, &context) { $0 >= 0 }
      }),
    Native(
      "min",
      .input { (context, input) throws(Raised) in
        guard case .array(let elements) = input else { throw .types(input, input, "cannot be iterated over") }
        return try extreme(elements, elements, &context) { $0 < 0 }
      }),
    Native(
      "max",
      .input { (context, input) throws(Raised) in
        guard case .array(let elements) = input else { throw .types(input, input, "cannot be iterated over") }
        return try extreme(elements, elements, &context) { $0 >= 0 }
      }),
  ]

  private static func lists(
    _ input: JSONValue, _ keys: JSONValue
  ) throws(Raised) -> ([JSONValue], [JSONValue]) {
    guard case .array(let elements) = input, case .array(let keys) = keys, elements.count == keys.count else {
      throw .types(input, keys, "cannot be sorted, as they are not both arrays")
    }
    return (elements, keys)
  }

  private static func sorted(_ elements: [JSONValue], _ context: inout Context) throws(Raised) -> [JSONValue] {
    var wide = false
    for element in elements {
      guard case .integer = element else {
        wide = true
        break
      }
    }
    if wide { return try order(of: elements, &context).map { elements[$0] } }
    try context.charge(elements.count)
    var numbers: [Int64] = elements.map { if case .integer(let number) = $0 { number } else { 0 } }
    numbers.sort()
    return numbers.map { .integer($0) }
  }

  /// Positions in the order of the keys, equal keys in their own order.
  private static func order(of keys: [JSONValue], _ context: inout Context) throws(Raised) -> [Int] {
    var positions = Array(keys.indices)
    do {
      try positions.sort { a, b in
        try context.charge(2)
        let order = keys[a].order(relativeTo: keys[b])
        return order == 0 || keys[a].isNaN && keys[b].isNaN ? a < b : order < 0
      }
    } catch let error as Raised {
      throw error
    } catch {
      return positions
    }
    return positions
  }

  /// Positions of equal keys together, in the order of the keys.
  private static func groups(of keys: [JSONValue], _ context: inout Context) throws(Raised) -> [[Int]] {
    var groups: [[Int]] = []
    for position in try order(of: keys, &context) {
      if let last = groups.indices.last, keys[groups[last][0]].isEqual(to: keys[position]) {
        groups[last].append(position)
      } else {
        groups.append([position])
      }
    }
    return groups
  }

  private static func extreme(
    _ elements: [JSONValue], _ keys: [JSONValue], _ context: inout Context, isBetter: (Int) -> Bool
  ) throws(Raised) -> JSONValue {
    guard !keys.isEmpty else { return .null }
    try context.charge(keys.count)
    var best = 0
    for position in keys.indices.dropFirst() where isBetter(keys[position].order(relativeTo: keys[best])) {
      best = position
    }
    return elements[best]
  }
}
