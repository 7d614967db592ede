import JSON

/// jq's order of values: null, false, true, numbers, strings, arrays, objects.
extension JSONValue {
  private var rank: Int {
    switch self {
    case .null: 0
    case .bool(false): 1
    case .bool(true): 2
    case .integer, .double, .decimal: 3
    case .string: 4
    case .array: 5
    case .object: 6
    }
  }

  /// Negative, zero or positive as this value stands before, with or after `other`.
  ///
  /// Strings go by code points; arrays element by element; objects first by their sorted keys, then by the values in
  /// the order of those. NaN stands before every number, itself included.
  func order(relativeTo other: JSONValue) -> Int {
    switch (self, other) {
    case (.integer(let a), .integer(let b)): a < b ? -1 : a == b ? 0 : 1
    case (.string(let a), .string(let b)): a.byteOrder(relativeTo: b)
    case (.array(let a), .array(let b)): Self.order(a, b)
    case (.object(let a), .object(let b)): Self.order(a, b)
    default: isNumber && other.isNumber ? numberOrder(relativeTo: other) : rank - other.rank
    }
  }

  func isEqual(to other: JSONValue) -> Bool {
    switch (self, other) {
    case (.null, .null): return true
    case (.bool(let a), .bool(let b)): return a == b
    case (.integer(let a), .integer(let b)): return a == b
    case (.string(let a), .string(let b)): return a.hasSameBytes(as: b)
    case (.array(let a), .array(let b)):
      guard a.count == b.count else { return false }
      for index in a.indices where !a[index].isEqual(to: b[index]) { return false }
      return true
    case (.object(let a), .object(let b)):
      guard a.count == b.count else { return false }
      for (key, value) in a {
        guard let match = b[key], value.isEqual(to: match) else { return false }
      }
      return true
    default: return isNumber && other.isNumber && numberOrder(relativeTo: other) == 0
    }
  }

  private func numberOrder(relativeTo other: JSONValue) -> Int {
    guard let a = doubleValue, let b = other.doubleValue else { return 0 }
    if a.isNaN { return -1 }
    if b.isNaN { return 1 }
    if a != b { return a < b ? -1 : 1 }
    guard a.magnitude > 9_007_199_254_740_992 else { return 0 }
    return DecimalText.order(self, other) ?? 0
  }

  private static func order(_ a: [JSONValue], _ b: [JSONValue]) -> Int {
    for index in 0..<min(a.count, b.count) {
      let order = a[index].order(relativeTo: b[index])
      if order != 0 { return order }
    }
    return a.count - b.count
  }

  private static func order(_ a: JSONObject, _ b: JSONObject) -> Int {
    let aKeys = a.sortedKeys
    let bKeys = b.sortedKeys
    for index in 0..<min(aKeys.count, bKeys.count) {
      let order = aKeys[index].byteOrder(relativeTo: bKeys[index])
      if order != 0 { return order }
    }
    if aKeys.count != bKeys.count { return aKeys.count - bKeys.count }
    for key in aKeys {
      guard let aValue = a[key], let bValue = b[key] else { continue }
      let order = aValue.order(relativeTo: bValue)
      if order != 0 { return order }
    }
    return 0
  }
}

extension JSONObject {
  var sortedKeys: [String] { keys.sorted { $0.precedesInBytes($1) } }
}

extension String {
  /// Order of UTF-8 bytes, which is the order of code points.
  func byteOrder(relativeTo other: String) -> Int {
    if hasSameBytes(as: other) { return 0 }
    return precedesInBytes(other) ? -1 : 1
  }
}
