extension Lexer {
  /// Operators and brackets, the longest that matches.
  mutating func scanSymbol() throws(SyntaxError) {
    let start = position
    guard let symbol = symbol(at: start) else {
      throw SyntaxError("unexpected character '\(characterText(at: start))'", at: start)
    }
    position += symbol.rawValue.utf8.count
    try track(symbol, at: start)
  }

  private func symbol(at start: Int) -> Token.Symbol? {
    let next = byte(at: start + 1)
    let isAssignment = next == UInt8(ascii: "=")
    switch source[start] {
    case UInt8(ascii: "|"): return isAssignment ? .updateAssign : .pipe
    case UInt8(ascii: ","): return .comma
    case UInt8(ascii: "("): return .openParenthesis
    case UInt8(ascii: ")"): return .closeParenthesis
    case UInt8(ascii: "["): return .openBracket
    case UInt8(ascii: "]"): return .closeBracket
    case UInt8(ascii: "{"): return .openBrace
    case UInt8(ascii: "}"): return .closeBrace
    case UInt8(ascii: ":"): return .colon
    case UInt8(ascii: ";"): return .semicolon
    case UInt8(ascii: "="): return isAssignment ? .equal : .assign
    case UInt8(ascii: "<"): return isAssignment ? .lessOrEqual : .less
    case UInt8(ascii: ">"): return isAssignment ? .greaterOrEqual : .greater
    case UInt8(ascii: "!"): return isAssignment ? .notEqual : nil
    case UInt8(ascii: "+"): return isAssignment ? .plusAssign : .plus
    case UInt8(ascii: "-"): return isAssignment ? .minusAssign : .minus
    case UInt8(ascii: "*"): return isAssignment ? .timesAssign : .times
    case UInt8(ascii: "%"): return isAssignment ? .moduloAssign : .modulo
    case UInt8(ascii: "/"):
      guard next == UInt8(ascii: "/") else { return isAssignment ? .divideAssign : .divide }
      return byte(at: start + 2) == UInt8(ascii: "=") ? .alternativeAssign : .alternative
    case UInt8(ascii: "?"):
      return next == UInt8(ascii: "/") && byte(at: start + 2) == UInt8(ascii: "/")
        ? .destructuringAlternative : .question
    default: return nil
    }
  }

  /// Follows the nesting of brackets, so that the `)` that ends an interpolation is known.
  private mutating func track(_ symbol: Token.Symbol, at start: Int) throws(SyntaxError) {
    switch symbol {
    case .openParenthesis: open.append(.parenthesis)
    case .openBracket: open.append(.bracket)
    case .openBrace: open.append(.brace)
    case .closeParenthesis:
      if open.last == .interpolation {
        open.removeLast()
        emit(.interpolationEnd, at: start)
        try scanStringBody()
        return
      }
      try close(.parenthesis, symbol, at: start)
    case .closeBracket: try close(.bracket, symbol, at: start)
    case .closeBrace: try close(.brace, symbol, at: start)
    default: break
    }
    emit(.symbol(symbol), at: start)
  }

  private mutating func close(_ nesting: Nesting, _ symbol: Token.Symbol, at start: Int) throws(SyntaxError) {
    guard open.last == nesting else {
      throw SyntaxError("unexpected '\(symbol.rawValue)' that closes nothing", at: start)
    }
    open.removeLast()
  }

  private func characterText(at offset: Int) -> String {
    let rest = String(decoding: source[offset..<min(offset + 4, source.count)], as: UTF8.self)
    return rest.unicodeScalars.first.map { String(Character($0)) } ?? ""
  }
}
