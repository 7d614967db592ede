/// What stands between `as` and `|`: where the parts of a value go.
indirect enum Pattern: Sendable {
  case variable(String)
  case array([Pattern])
  case object([Entry])

  struct Entry: Sendable {
    let key: Expression
    /// Set by `{$name}` and `{$name: pattern}`: the member itself is bound as well.
    let variable: String?
    let pattern: Pattern?
  }

  /// Every variable the pattern binds, in order.
  var variables: [String] {
    switch self {
    case .variable(let name): [name]
    case .array(let elements): elements.flatMap(\.variables)
    case .object(let entries):
      entries.flatMap { entry in (entry.variable.map { [$0] } ?? []) + (entry.pattern?.variables ?? []) }
    }
  }
}
