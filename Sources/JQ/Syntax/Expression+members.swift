import JSON

extension Filter {
  /// The members of a variable that the filter reads by name, as in `$secrets.token`; `nil` when it uses the variable
  /// otherwise as well, so that any member may matter.
  package func members(of variable: String) -> Set<String>? {
    // It was compiled, so it can be parsed.
    guard let expression = try? Parser.parse(source) else { return nil }
    var members: Set<String> = []
    return expression.collectMembers(of: variable, into: &members) ? members : nil
  }
}

extension Expression {
  /// False when the variable is used as a whole.
  fileprivate func collectMembers(of variable: String, into members: inout Set<String>) -> Bool {
    switch self {
    case .index(.variable(let name, at: _), key: .constant(.string(let member)), optional: _) where name == variable:
      members.insert(member)
      return true
    case .variable(let name, at: _) where name == variable: return false
    default: return parts.allSatisfy { $0.collectMembers(of: variable, into: &members) }
    }
  }

  /// The expressions of which this one is made.
  private var parts: [Expression] {
    switch self {
    case .identity, .recurse, .constant, .format, .variable, .breakOut, .array(nil): []
    case .interpolation(_, let strings): strings.compactMap(\.expression)
    case .index(let term, let key, _): [term, key]
    case .slice(let term, let from, let to, _): [term] + [from, to].compactMap(\.self)
    case .iterate(let term, _), .array(let term?), .negate(let term), .label(_, let term): [term]
    case .object(let entries): entries.flatMap { [$0.key] + ($0.value.map { [$0] } ?? []) }
    case .pipe(let expressions), .comma(let expressions): expressions
    case .binary(_, let left, let right), .and(let left, let right), .or(let left, let right),
      .alternative(let left, let right), .assign(_, let left, let right):
      [left, right]
    case .conditional(let condition, let then, let otherwise): [condition, then] + (otherwise.map { [$0] } ?? [])
    case .attempt(let body, let handler): [body] + (handler.map { [$0] } ?? [])
    case .reduce(let source, let patterns, let initial, let update):
      [source, initial, update] + patterns.flatMap(\.parts)
    case .foreach(let source, let patterns, let initial, let update, let extract):
      [source, initial, update] + (extract.map { [$0] } ?? []) + patterns.flatMap(\.parts)
    case .bind(let source, let patterns, let body): [source, body] + patterns.flatMap(\.parts)
    case .define(let function, let body): [function.body, body]
    case .call(_, let arguments, _): arguments
    }
  }
}

extension Pattern {
  /// The expressions of its keys.
  fileprivate var parts: [Expression] {
    switch self {
    case .variable: []
    case .array(let elements): elements.flatMap(\.parts)
    case .object(let entries): entries.flatMap { [$0.key] + ($0.pattern?.parts ?? []) }
    }
  }
}
