import JSON

/// A filter so simple that nothing has to be set up to compute it: a constant, `.`, `.a.b`, `$x`, `$x.a.b`.
enum Shortcut: Sendable {
  case constant(JSONValue)
  case members(MemberPath)

  init?(_ expression: Expression, usedVariables: [String]) {
    if case .constant(let value) = expression {
      self = .constant(value)
    } else if let path = MemberPath(expression, usedVariables: usedVariables) {
      self = .members(path)
    } else {
      return nil
    }
  }

  /// The output; nil when there is an error, which the machine words.
  func value(_ input: JSONValue, _ variables: [JSONValue]) -> JSONValue? {
    switch self {
    case .constant(let value): value
    case .members(let path): path.value(input, variables)
    }
  }
}
