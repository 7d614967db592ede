import JSON

/// A filter so simple that it is computed without a machine: a constant, `.`, `.a.b`, `$x`, `$x.a.b`.
enum Shortcut: Sendable {
  case constant(JSONValue)
  /// Members of the input, or of the variable at a position.
  case members([String], ofVariable: Int?)

  init?(_ expression: Expression, usedVariables: [String]) {
    if case .constant(let value) = expression {
      self = .constant(value)
      return
    }
    var keys: [String] = []
    guard let variable = Self.collect(expression, &keys, usedVariables) else { return nil }
    self = .members(keys, ofVariable: variable < 0 ? nil : variable)
  }

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

  func value(_ input: JSONValue, _ variables: [JSONValue]) throws(EvaluationError) -> JSONValue {
    switch self {
    case .constant(let value): return value
    case .members(let keys, let variable):
      var value = variable.map { $0 < variables.count ? variables[$0] : .null } ?? input
      for key in keys {
        switch value {
        case .object(let members): value = members[key] ?? .null
        case .null: return .null
        default: throw EvaluationError(Access.indexError(value, .string(key)))
        }
      }
      return value
    }
  }
}
