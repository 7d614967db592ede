import JSON

/// Members of the input, or of a variable of the caller, one within the other: `.`, `.a.b`, `$x`, `$x.a.b`.
struct MemberPath: Sendable {
  let keys: [String]
  /// The variable's position; `nil` for the input.
  let variable: Int?

  init?(_ expression: Expression, usedVariables: [String]) {
    var keys: [String] = []
    guard let variable = Self.collect(expression, &keys, usedVariables) else { return nil }
    self.keys = keys
    self.variable = variable < 0 ? nil : variable
  }

  init(ofInput keys: [String]) {
    self.keys = keys
    variable = nil
  }

  var isIdentity: Bool { keys.isEmpty && variable == nil }

  /// Gathers the keys; gives the variable's position, -1 for the input, `nil` for anything else.
  private static func collect(_ expression: Expression, _ keys: inout [String], _ variables: [String]) -> Int? {
    switch expression {
    case .identity: return -1
    case .variable(let name, _): return variables.firstIndex(of: name)
    case .index(let term, .constant(.string(let key)), optional: false):
      guard let variable = collect(term, &keys, variables) else { return nil }
      keys.append(key)
      return variable
    case .pipe(let stages):
      var variable: Int?
      for (index, stage) in stages.enumerated() {
        guard let next = collect(stage, &keys, variables), index == 0 || next < 0 else { return nil }
        if index == 0 { variable = next }
      }
      return variable
    default: return nil
    }
  }

  /// The value; nil when there cannot be one.
  func value(_ input: JSONValue, _ variables: [JSONValue]) -> JSONValue? {
    var value = variable.map { $0 < variables.count ? variables[$0] : .null } ?? input
    for key in keys {
      switch value {
      case .object(let members): value = members[key] ?? .null
      case .null: return .null
      default: return nil
      }
    }
    return value
  }
}
