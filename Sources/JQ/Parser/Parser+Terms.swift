import JSON

extension Parser {
  /// A term with what follows it: `.a`, `[0]`, `[1:2]`, `[]`, `?`.
  mutating func parsePostfix() throws(SyntaxError) -> Expression {
    var term = try parseTerm()
    let outerDepth = depth
    defer { depth = outerDepth }
    while let next = try parseSuffix(of: term) {
      guard depth < Self.depthLimit else {
        throw SyntaxError("the filter is nested too deeply: at most \(Self.depthLimit) levels", at: offset)
      }
      depth += 1
      nodes += 1
      term = next
    }
    return term
  }

  private mutating func parseSuffix(of term: Expression) throws(SyntaxError) -> Expression? {
    switch peek {
    case .field(let name):
      advance()
      return .index(term, key: .constant(.string(name)), optional: take(.question))
    case .symbol(.dot):
      switch tokens[position + 1].kind {
      case .stringStart:
        advance()
        return .index(term, key: try parseString(format: nil), optional: take(.question))
      case .symbol(.openBracket):
        advance()
        return try parseBracket(of: term)
      default:
        advance()
        throw unexpected("a name, a string or '[' after '.'")
      }
    case .symbol(.openBracket): return try parseBracket(of: term)
    case .symbol(.question):
      advance()
      return .attempt(term, handler: nil)
    default: return nil
    }
  }

  private mutating func parseBracket(of term: Expression) throws(SyntaxError) -> Expression {
    try expect(.openBracket)
    if take(.closeBracket) { return .iterate(term, optional: take(.question)) }
    if take(.colon) {
      let end = try parsePipe()
      try expect(.closeBracket)
      return .slice(term, from: nil, to: end, optional: take(.question))
    }
    let key = try parsePipe()
    guard take(.colon) else {
      try expect(.closeBracket)
      return .index(term, key: key, optional: take(.question))
    }
    let end = isAt(.closeBracket) ? nil : try parsePipe()
    try expect(.closeBracket)
    return .slice(term, from: key, to: end, optional: take(.question))
  }

  private mutating func parseTerm() throws(SyntaxError) -> Expression {
    nodes += 1
    let start = offset
    switch peek {
    case .number(let text):
      advance()
      return .constant(.number(literal: text))
    case .stringStart: return try parseString(format: nil)
    case .format(let name):
      advance()
      return peek == .stringStart ? try parseString(format: name) : .format(name)
    case .field(let name):
      advance()
      return .index(.identity, key: .constant(.string(name)), optional: take(.question))
    case .variable(let name):
      advance()
      return .variable(name, at: start)
    case .identifier(let name):
      advance()
      return try parseCall(name, at: start)
    case .keyword(let keyword): return try parseKeyword(keyword)
    case .symbol(let symbol): return try parseSymbol(symbol)
    default: throw unexpected("an expression")
    }
  }

  private mutating func parseSymbol(_ symbol: Token.Symbol) throws(SyntaxError) -> Expression {
    switch symbol {
    case .dot:
      advance()
      switch peek {
      case .stringStart: return .index(.identity, key: try parseString(format: nil), optional: take(.question))
      default: return .identity
      }
    case .recurse:
      advance()
      return .recurse
    case .openParenthesis:
      advance()
      let inner = try parsePipe()
      try expect(.closeParenthesis)
      return inner
    case .openBracket:
      advance()
      if take(.closeBracket) { return .array(nil) }
      let inner = try parsePipe()
      try expect(.closeBracket)
      return .array(inner)
    case .openBrace: return try parseObject()
    default: throw unexpected("an expression")
    }
  }

  private mutating func parseKeyword(_ keyword: Token.Keyword) throws(SyntaxError) -> Expression {
    let start = offset
    switch keyword {
    case .if: return try parseConditional()
    case .try:
      advance()
      let body = try parseTryBody()
      return .attempt(body, handler: take(.catch) ? try parseTryBody() : nil)
    case .reduce, .foreach: return try parseFold(keyword)
    case .break:
      advance()
      guard case .variable(let name) = peek else {
        throw SyntaxError("break requires a label to break to", at: start)
      }
      advance()
      return .breakOut(name, at: start)
    case .location:
      advance()
      return .constant(location(of: start))
    default: throw unexpected("an expression")
    }
  }

  /// What `try` and `catch` apply to: a term with its suffixes, possibly negated.
  private mutating func parseTryBody() throws(SyntaxError) -> Expression {
    try nested { parser throws(SyntaxError) in
      parser.take(.minus) ? .negate(try parser.parsePostfix()) : try parser.parsePostfix()
    }
  }

  func location(of offset: Int) -> JSONValue {
    let line = 1 + source[..<offset].count { $0 == UInt8(ascii: "\n") }
    return .object(JSONObject([("file", .string("<top-level>")), ("line", .integer(Int64(line)))]))
  }

  private mutating func parseCall(_ name: String, at start: Int) throws(SyntaxError) -> Expression {
    guard take(.openParenthesis) else {
      switch name {
      case "null": return .constant(.null)
      case "true": return .constant(.bool(true))
      case "false": return .constant(.bool(false))
      default:
        calls.append(Call(name: name, arity: 0))
        return .call(name, [], at: start)
      }
    }
    var arguments = [try parsePipe()]
    while take(.semicolon) { arguments.append(try parsePipe()) }
    try expect(.closeParenthesis)
    calls.append(Call(name: name, arity: arguments.count))
    return .call(name, arguments, at: start)
  }

  private mutating func parseConditional() throws(SyntaxError) -> Expression {
    try nested { parser throws(SyntaxError) in
      parser.advance()
      let condition = try parser.parsePipe()
      try parser.expect(.then)
      let consequence = try parser.parsePipe()
      switch parser.peek {
      case .keyword(.elif):
        return .conditional(condition, then: consequence, else: try parser.parseConditional())
      case .keyword(.else):
        parser.advance()
        let otherwise = try parser.parsePipe()
        try parser.expect(.end)
        return .conditional(condition, then: consequence, else: otherwise)
      default:
        guard parser.take(.end) else { throw parser.unexpected("'elif', 'else' or 'end' of the 'if'") }
        return .conditional(condition, then: consequence, else: nil)
      }
    }
  }

  private mutating func parseFold(_ keyword: Token.Keyword) throws(SyntaxError) -> Expression {
    advance()
    let source = try parseBinary(.lowest)
    try expect(.as)
    let patterns = try parsePatterns()
    try expect(.openParenthesis)
    let initial = try parsePipe()
    try expect(.semicolon)
    let update = try parsePipe()
    var extract: Expression?
    if keyword == .foreach, take(.semicolon) { extract = try parsePipe() }
    try expect(.closeParenthesis)
    return keyword == .reduce
      ? .reduce(source, patterns, initial: initial, update: update)
      : .foreach(source, patterns, initial: initial, update: update, extract: extract)
  }
}
