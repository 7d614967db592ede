extension Parser {
  /// `e | e`, `e as $x | e`, `def f: e; e`, `label $x | e`: what may stand in parentheses.
  mutating func parsePipe() throws(SyntaxError) -> Expression {
    try nested { parser throws(SyntaxError) in
      var stages = [try parser.parseComma()]
      while parser.take(.pipe) {
        parser.nodes += 1
        stages.append(try parser.parseComma())
      }
      return stages.count == 1 ? stages[0] : .pipe(stages)
    }
  }

  private mutating func parseComma() throws(SyntaxError) -> Expression {
    var alternatives = [try parseStatement()]
    while take(.comma) {
      nodes += 1
      alternatives.append(try parseStatement())
    }
    return alternatives.count == 1 ? alternatives[0] : .comma(alternatives)
  }

  /// An operand of the comma; bindings, definitions and labels reach as far to the right as they can.
  private mutating func parseStatement() throws(SyntaxError) -> Expression {
    switch peek {
    case .keyword(.def):
      let definition = try parseDefinition()
      return .define(definition, body: try parsePipe())
    case .keyword(.label):
      advance()
      guard case .variable(let name) = peek else { throw unexpected("a label, as in label $out | …") }
      advance()
      try expect(.pipe)
      return .label(name, body: try parsePipe())
    default:
      let source = try parseBinary(.lowest)
      guard take(.as) else { return source }
      let patterns = try parsePatterns()
      try expect(.pipe)
      return .bind(source, patterns, body: try parsePipe())
    }
  }

  enum Precedence: Int, Comparable {
    case lowest, alternative, assignment, or, and, comparison, sum, product
    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .product }
  }

  /// Operators that bind at least as tightly as `minimum`.
  mutating func parseBinary(_ minimum: Precedence) throws(SyntaxError) -> Expression {
    try nested { parser throws(SyntaxError) in
      var left = try parser.parseUnary()
      let outerDepth = parser.depth
      defer { parser.depth = outerDepth }
      while let op = parser.operatorAhead, op.precedence >= minimum {
        left = try parser.parseRight(of: left, op)
      }
      return left
    }
  }

  private mutating func parseRight(of left: Expression, _ op: Operator) throws(SyntaxError) -> Expression {
    // A chain of operators leans to the left: each one is a level more.
    guard depth < Self.depthLimit else {
      throw SyntaxError("the filter is nested too deeply: at most \(Self.depthLimit) levels", at: offset)
    }
    depth += 1
    nodes += 1
    advance()
    switch op.associativity {
    case .left: return op.combine(left, try parseBinary(op.precedence.next))
    case .right: return op.combine(left, try parseBinary(op.precedence))
    case .none:
      let result = op.combine(left, try parseBinary(op.precedence.next))
      if operatorAhead?.precedence == op.precedence {
        throw unexpected("parentheses: this operator cannot be chained")
      }
      return result
    }
  }

  /// A binary operator as the parser needs to know it.
  enum Operator {
    case alternative, and, or
    case assignment(Assignment)
    case binary(BinaryOperator)

    enum Associativity { case left, right, none }

    var associativity: Associativity {
      switch self {
      case .alternative: .right
      case .assignment: .none
      case .and, .or: .left
      case .binary: precedence == .comparison ? .none : .left
      }
    }

    var precedence: Precedence {
      switch self {
      case .alternative: .alternative
      case .assignment: .assignment
      case .or: .or
      case .and: .and
      case .binary(let op):
        switch op {
        case .add, .subtract: .sum
        case .multiply, .divide, .modulo: .product
        default: .comparison
        }
      }
    }

    func combine(_ left: Expression, _ right: Expression) -> Expression {
      switch self {
      case .alternative: .alternative(left, right)
      case .and: .and(left, right)
      case .or: .or(left, right)
      case .assignment(let kind): .assign(kind, left, right)
      case .binary(let op): .binary(op, left, right)
      }
    }
  }

  private var operatorAhead: Operator? {
    switch peek {
    case .keyword(.and): .and
    case .keyword(.or): .or
    case .symbol(let symbol):
      switch symbol {
      case .alternative: .alternative
      case .assign: .assignment(.set)
      case .updateAssign: .assignment(.update)
      case .plusAssign: .assignment(.arithmetic(.add))
      case .minusAssign: .assignment(.arithmetic(.subtract))
      case .timesAssign: .assignment(.arithmetic(.multiply))
      case .divideAssign: .assignment(.arithmetic(.divide))
      case .moduloAssign: .assignment(.arithmetic(.modulo))
      case .alternativeAssign: .assignment(.alternative)
      case .equal: .binary(.equal)
      case .notEqual: .binary(.notEqual)
      case .less: .binary(.less)
      case .lessOrEqual: .binary(.lessOrEqual)
      case .greater: .binary(.greater)
      case .greaterOrEqual: .binary(.greaterOrEqual)
      case .plus: .binary(.add)
      case .minus: .binary(.subtract)
      case .times: .binary(.multiply)
      case .divide: .binary(.divide)
      case .modulo: .binary(.modulo)
      default: nil
      }
    default: nil
    }
  }

  /// A term with its suffixes, possibly negated.
  private mutating func parseUnary() throws(SyntaxError) -> Expression {
    guard isAt(.minus) else { return try parsePostfix() }
    return try nested { parser throws(SyntaxError) in
      parser.advance()
      return .negate(try parser.parseUnary())
    }
  }
}
