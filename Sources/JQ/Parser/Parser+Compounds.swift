import JSON

extension Parser {
  /// A string from its opening quote on, with its interpolations.
  mutating func parseString(format: String?) throws(SyntaxError) -> Expression {
    guard peek == .stringStart else { throw unexpected("a string") }
    advance()
    var parts: [StringPart] = []
    while true {
      switch peek {
      case .stringText(let text):
        advance()
        parts.append(.text(text))
      case .interpolationStart:
        advance()
        let expression = try parsePipe()
        guard peek == .interpolationEnd else { throw unexpected("')' at the end of the interpolation") }
        advance()
        parts.append(.expression(expression))
      case .stringEnd:
        advance()
        switch parts.first {
        case nil: return .constant(.string(""))
        case .text(let text) where parts.count == 1: return .constant(.string(text))
        default: return .interpolation(format: format, parts)
        }
      default: throw unexpected("the rest of a string")
      }
    }
  }

  mutating func parseObject() throws(SyntaxError) -> Expression {
    try nested { parser throws(SyntaxError) in
      try parser.expect(.openBrace)
      var members: [ObjectMember] = []
      while !parser.take(.closeBrace) {
        members.append(try parser.parseMember())
        parser.nodes += 1
        guard parser.take(.comma) else {
          try parser.expect(.closeBrace)
          break
        }
      }
      return .object(members)
    }
  }

  private mutating func parseMember() throws(SyntaxError) -> ObjectMember {
    let start = offset
    switch peek {
    case .variable(let name):
      advance()
      guard isAt(.colon) else {
        return ObjectMember(key: .constant(.string(name)), value: .variable(name, at: start))
      }
      return try parseMemberValue(.variable(name, at: start))
    case .keyword(.location):
      advance()
      return ObjectMember(key: .constant(.string("__loc__")), value: .constant(location(of: start)))
    case .identifier(let name):
      advance()
      return try parseMemberValue(.constant(.string(name)))
    case .keyword(let keyword):
      advance()
      return try parseMemberValue(.constant(.string(keyword.rawValue)))
    case .stringStart: return try parseMemberValue(try parseString(format: nil))
    case .format(let name):
      advance()
      return try parseMemberValue(try parseString(format: name))
    case .symbol(.openParenthesis):
      advance()
      let key = try parsePipe()
      try expect(.closeParenthesis)
      if case .constant(let value) = key, value.stringValue == nil {
        throw SyntaxError("Cannot use \(value.typeName) (\(value.truncatedText)) as object key", at: start)
      }
      guard isAt(.colon) else { throw unexpected("':' after the key") }
      return try parseMemberValue(key)
    default: throw unexpected("a key: a name, a string, $name or an expression in parentheses")
    }
  }

  private mutating func parseMemberValue(_ key: Expression) throws(SyntaxError) -> ObjectMember {
    guard take(.colon) else { return ObjectMember(key: key, value: nil) }
    var stages = [try parseBinary(.lowest)]
    while take(.pipe) { stages.append(try parseBinary(.lowest)) }
    return ObjectMember(key: key, value: stages.count == 1 ? stages[0] : .pipe(stages))
  }

  mutating func parsePatterns() throws(SyntaxError) -> [Pattern] {
    var patterns = [try parsePattern()]
    while take(.destructuringAlternative) { patterns.append(try parsePattern()) }
    return patterns
  }

  private mutating func parsePattern() throws(SyntaxError) -> Pattern {
    try nested { parser throws(SyntaxError) in
      switch parser.peek {
      case .variable(let name):
        parser.advance()
        return .variable(name)
      case .symbol(.openBracket):
        parser.advance()
        var elements = [try parser.parsePattern()]
        while parser.take(.comma) { elements.append(try parser.parsePattern()) }
        try parser.expect(.closeBracket)
        return .array(elements)
      case .symbol(.openBrace):
        parser.advance()
        var entries = [try parser.parsePatternEntry()]
        while parser.take(.comma) { entries.append(try parser.parsePatternEntry()) }
        try parser.expect(.closeBrace)
        return .object(entries)
      default: throw parser.unexpected("a pattern: $name, [ … ] or { … }")
      }
    }
  }

  private mutating func parsePatternEntry() throws(SyntaxError) -> Pattern.Entry {
    let start = offset
    var variable: String?
    let key: Expression
    switch peek {
    case .variable(let name):
      advance()
      variable = name
      key = .constant(.string(name))
      guard isAt(.colon) else { return Pattern.Entry(key: key, variable: name, pattern: nil) }
    case .identifier(let name):
      advance()
      key = .constant(.string(name))
    case .keyword(let keyword):
      advance()
      key = .constant(.string(keyword.rawValue))
    case .stringStart: key = try parseString(format: nil)
    case .format(let name):
      advance()
      key = try parseString(format: name)
    case .symbol(.openParenthesis):
      advance()
      key = try parsePipe()
      try expect(.closeParenthesis)
      if case .constant(let value) = key, value.stringValue == nil {
        throw SyntaxError("Cannot use \(value.typeName) (\(value.truncatedText)) as object key", at: start)
      }
    default: throw unexpected("a key of the pattern: $name, a name, a string or an expression in parentheses")
    }
    try expect(.colon)
    return Pattern.Entry(key: key, variable: variable, pattern: try parsePattern())
  }

  mutating func parseDefinition() throws(SyntaxError) -> FunctionDefinition {
    try nested { parser throws(SyntaxError) in
      try parser.expect(.def)
      let name: String
      switch parser.peek {
      case .identifier(let text): name = text
      case .keyword(let keyword): name = keyword.rawValue
      default: throw parser.unexpected("the name of a function")
      }
      parser.advance()
      var parameters: [FunctionDefinition.Parameter] = []
      if parser.take(.openParenthesis) {
        repeat { parameters.append(try parser.parseParameter()) } while parser.take(.semicolon)
        try parser.expect(.closeParenthesis)
      }
      try parser.expect(.colon)
      let outerCalls = parser.calls.count
      let outerNodes = parser.nodes
      let body = try parser.parsePipe()
      try parser.expect(.semicolon)
      let own = Call(name: name, arity: parameters.count)
      let isRecursive = parser.calls[outerCalls...].contains(own)
      return FunctionDefinition(
        name: name, parameters: parameters, body: body, isRecursive: isRecursive, size: parser.nodes - outerNodes)
    }
  }

  private mutating func parseParameter() throws(SyntaxError) -> FunctionDefinition.Parameter {
    defer { advance() }
    switch peek {
    case .variable(let name): return FunctionDefinition.Parameter(name: name, isValue: true)
    case .identifier(let name): return FunctionDefinition.Parameter(name: name, isValue: false)
    case .keyword(let keyword): return FunctionDefinition.Parameter(name: keyword.rawValue, isValue: false)
    default: throw unexpected("a parameter: a name or $name")
    }
  }
}
