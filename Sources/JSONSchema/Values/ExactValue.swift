import JSON

/// A value that equals only what JSON Schema calls equal: numbers of the same mathematical value, texts of the same code
/// points. `JSONValue` compares numbers as doubles, and texts as they look.
struct ExactValue: Hashable {
  let value: JSONValue

  init(_ value: JSONValue) { self.value = value }

  static func == (a: Self, b: Self) -> Bool { a.value.isExactly(b.value) }

  /// What is exactly equal is equal, so `JSONValue` hashes it alike.
  func hash(into hasher: inout Hasher) { value.hash(into: &hasher) }
}

extension JSONValue {
  func isExactly(_ other: JSONValue) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.array(let a), .array(let b)): a.elementsEqual(b) { $0.isExactly($1) }
    case (.object(let a), .object(let b)):
      a.count == b.count && a.allSatisfy { b[$0.key]?.isExactly($0.value) ?? false }
    default:
      doubleValue != nil && doubleValue == other.doubleValue && !isLess(than: other) && !other.isLess(than: self)
    }
  }
}
