/// Numbers are equal by value, whatever their case: `1` equals `1.0`. Two integers are compared exactly, and so are
/// the digits of two decimals; numbers of different cases are compared as doubles, as in jq, so that beyond 2^53
/// several integers equal one double. Strings are compared by code points.
extension JSONValue: Hashable {
  public static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.double(let a), .double(let b)): a == b
    case (.decimal(let a), .decimal(let b)): a == b
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    case (.array(let a), .array(let b)): areEqual(a, b)
    case (.object(let a), .object(let b)): a == b
    default:
      if let a = a.doubleValue, let b = b.doubleValue { a == b } else { false }
    }
  }

  /// Without the closures of the standard library's `==`, to take less stack for each level of depth.
  private static func areEqual(_ a: [JSONValue], _ b: [JSONValue]) -> Bool {
    guard a.count == b.count else { return false }
    for index in a.indices where a[index] != b[index] { return false }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .integer, .double, .decimal: hasher.combine(doubleValue)
    case .string(let value): hasher.combine(value)
    case .array(let value): hasher.combine(value)
    case .object(let value): hasher.combine(value)
    }
  }
}
