import JSON

/// The tree of a filter, as the parser builds it.
indirect enum Expression: Sendable {
  case identity
  case recurse
  case constant(JSONValue)
  /// A string with interpolations, each rendered by `format` (`@text` when `nil`).
  case interpolation(format: String?, [StringPart])
  case format(String)
  case index(Expression, key: Expression, optional: Bool)
  case slice(Expression, from: Expression?, to: Expression?, optional: Bool)
  case iterate(Expression, optional: Bool)
  case array(Expression?)
  case object([ObjectMember])
  case negate(Expression)
  case pipe([Expression])
  case comma([Expression])
  case binary(BinaryOperator, Expression, Expression)
  case and(Expression, Expression)
  case or(Expression, Expression)
  case alternative(Expression, Expression)
  case assign(Assignment, Expression, Expression)
  case conditional(Expression, then: Expression, else: Expression?)
  case attempt(Expression, handler: Expression?)
  case reduce(Expression, [Pattern], initial: Expression, update: Expression)
  case foreach(Expression, [Pattern], initial: Expression, update: Expression, extract: Expression?)
  case bind(Expression, [Pattern], body: Expression)
  case define(FunctionDefinition, body: Expression)
  case call(String, [Expression], at: Int)
  case variable(String, at: Int)
  case label(String, body: Expression)
  case breakOut(String, at: Int)
}

enum StringPart: Sendable {
  case text(String)
  case expression(Expression)

  var expression: Expression? { if case .expression(let expression) = self { expression } else { nil } }
}

struct ObjectMember: Sendable {
  let key: Expression
  /// `nil` where the key stands alone, as in `{a}`: the member of the input with that key.
  let value: Expression?
}

enum BinaryOperator: UInt8, Sendable {
  case add, subtract, multiply, divide, modulo
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

enum Assignment: Sendable {
  /// `=`
  case set
  /// `|=`
  case update
  /// `+=` and its like
  case arithmetic(BinaryOperator)
  /// `//=`
  case alternative
}
