import JSON

/// Turns tokens into a tree by recursive descent; binary operators by precedence.
struct Parser {
  let tokens: [Token]
  var position = 0
  /// Levels of the tree open above the current one; the compiler recurses as deep.
  var depth = 0
  /// Nodes made so far, and the names called, by which functions learn their size and whether they recur.
  var nodes = 0
  var calls: [Call] = []
  /// Line starts, for `$__loc__`.
  let source: [UInt8]

  struct Call: Equatable {
    let name: String
    let arity: Int
  }

  static let depthLimit = 600

  /// The whole filter; an empty one is `.`.
  static func parse(_ source: String) throws(SyntaxError) -> Expression {
    var parser = Parser(tokens: try Lexer.tokens(of: source), source: Array(source.utf8))
    try parser.refuseModules()
    let expression = try parser.parseProgram()
    guard parser.peek == .end else { throw parser.unexpected("the end of the filter") }
    return expression
  }

  /// One definition of the library that comes with the language.
  static func parseDefinition(_ source: String) throws(SyntaxError) -> FunctionDefinition {
    var parser = Parser(tokens: try Lexer.tokens(of: source), source: Array(source.utf8))
    return try parser.parseDefinition()
  }

  private init(tokens: [Token], source: [UInt8]) {
    self.tokens = tokens
    self.source = source
  }

  private mutating func parseProgram() throws(SyntaxError) -> Expression {
    if peek == .end { return .identity }
    if peek == .keyword(.def) {
      let definition = try parseDefinition()
      nodes += 1
      return .define(definition, body: try parseProgram())
    }
    return try parsePipe()
  }

  private func refuseModules() throws(SyntaxError) {
    switch peek {
    case .keyword(.module), .keyword(.import), .keyword(.include):
      throw SyntaxError(
        "\(tokens[position].description) is not supported: a filter must be complete in itself",
        at: tokens[position].offset)
    default: break
    }
  }

  // MARK: Tokens

  var peek: Token.Kind { tokens[position].kind }
  var offset: Int { tokens[position].offset }

  mutating func advance() { if position < tokens.count - 1 { position += 1 } }

  func isAt(_ symbol: Token.Symbol) -> Bool {
    if case .symbol(symbol) = peek { true } else { false }
  }

  func isAt(_ keyword: Token.Keyword) -> Bool {
    if case .keyword(keyword) = peek { true } else { false }
  }

  mutating func take(_ symbol: Token.Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  mutating func take(_ keyword: Token.Keyword) -> Bool {
    guard isAt(keyword) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Token.Symbol) throws(SyntaxError) {
    guard take(symbol) else { throw unexpected("'\(symbol.rawValue)'") }
  }

  mutating func expect(_ keyword: Token.Keyword) throws(SyntaxError) {
    guard take(keyword) else { throw unexpected("'\(keyword.rawValue)'") }
  }

  func unexpected(_ expected: String) -> SyntaxError {
    SyntaxError("syntax error, unexpected \(tokens[position].description), expecting \(expected)", at: offset)
  }

  /// Counts a level of the tree while `body` parses it.
  mutating func nested<Result>(
    _ body: (inout Parser) throws(SyntaxError) -> Result
  ) throws(SyntaxError) -> Result {
    guard depth < Self.depthLimit else {
      throw SyntaxError("the filter is nested too deeply: at most \(Self.depthLimit) levels", at: offset)
    }
    depth += 1
    nodes += 1
    defer { depth -= 1 }
    return try body(&self)
  }
}
