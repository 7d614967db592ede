import JSON

/// The types that `type` names.
struct TypeSet: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  static let object = TypeSet(rawValue: 1 << 0)
  static let array = TypeSet(rawValue: 1 << 1)
  static let string = TypeSet(rawValue: 1 << 2)
  static let integer = TypeSet(rawValue: 1 << 3)
  static let number = TypeSet(rawValue: 1 << 4)
  static let boolean = TypeSet(rawValue: 1 << 5)
  static let null = TypeSet(rawValue: 1 << 6)

  static let names: [(name: String, type: TypeSet)] = [
    ("object", .object), ("array", .array), ("string", .string), ("integer", .integer), ("number", .number),
    ("boolean", .boolean), ("null", .null),
  ]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init?(name: String) {
    guard let type = Self.names.first(where: { $0.name == name })?.type else { return nil }
    self = type
  }

  func includes(_ value: JSONValue) -> Bool {
    switch value {
    case .null: contains(.null)
    case .bool: contains(.boolean)
    case .string: contains(.string)
    case .array: contains(.array)
    case .object: contains(.object)
    case .integer: !isDisjoint(with: [.integer, .number])
    case .double, .decimal: contains(.number) || contains(.integer) && value.isIntegral
    }
  }

  /// For example "a string or null".
  var phrase: String {
    let kept = contains(.number) ? subtracting(.integer) : self
    return Self.names.filter { kept.contains($0.type) }
      .map {
        $0.type == .null
          ? "null" : $0.type == .object || $0.type == .array || $0.type == .integer ? "an \($0.name)" : "a \($0.name)"
      }
      .joined(with: "or")
  }
}
