extension JSONValue {
  /// What kind of value this is, in JSON's words.
  public enum Kind: String, Sendable, Hashable {
    case null, boolean, number, string, array, object
  }

  public var kind: Kind {
    switch self {
    case .null: .null
    case .bool: .boolean
    case .integer, .double, .decimal: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}
