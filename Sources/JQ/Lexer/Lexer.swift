/// Cuts a filter's text into tokens.
struct Lexer {
  let source: [UInt8]
  var position = 0
  /// The brackets open at `position`, innermost last; a string's `\(` counts as one.
  var open: [Nesting] = []
  var tokens: [Token] = []

  enum Nesting { case parenthesis, bracket, brace, interpolation }

  static func tokens(of source: String) throws(SyntaxError) -> [Token] {
    var lexer = Lexer(source: Array(source.utf8))
    try lexer.run()
    return lexer.tokens
  }

  private init(source: [UInt8]) {
    self.source = source
    tokens.reserveCapacity(source.count / 2 + 2)
  }

  private mutating func run() throws(SyntaxError) {
    while let byte = skipBlanks() { try scanToken(byte) }
    if open.contains(.interpolation) { throw SyntaxError("unterminated string interpolation", at: source.count) }
    emit(.end, at: source.count)
  }

  mutating func emit(_ kind: Token.Kind, at offset: Int) { tokens.append(Token(kind: kind, offset: offset)) }

  func byte(at index: Int) -> UInt8? { index < source.count ? source[index] : nil }

  /// Passes blanks and comments; a backslash before a line's end continues a comment.
  private mutating func skipBlanks() -> UInt8? {
    while position < source.count {
      switch source[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): position += 1
      case UInt8(ascii: "#"): skipComment()
      default: return source[position]
      }
    }
    return nil
  }

  private mutating func skipComment() {
    var escaped = false
    while position < source.count {
      switch source[position] {
      case UInt8(ascii: "\n") where !escaped: return
      case UInt8(ascii: "\r") where !escaped && byte(at: position + 1) == UInt8(ascii: "\n"): return
      case UInt8(ascii: "\r") where escaped && byte(at: position + 1) == UInt8(ascii: "\n"): break
      case UInt8(ascii: "\\"): escaped.toggle()
      default: escaped = false
      }
      if source[position] == UInt8(ascii: "\n") { escaped = false }
      position += 1
    }
  }

  private mutating func scanToken(_ byte: UInt8) throws(SyntaxError) {
    let start = position
    switch byte {
    case UInt8(ascii: "\""): try scanString()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): scanNumber()
    case UInt8(ascii: "."): scanDot()
    case UInt8(ascii: "$"): try scanVariable()
    case UInt8(ascii: "@"): try scanFormat()
    case _ where byte.startsName: scanName(from: start)
    default: try scanSymbol()
    }
  }

  private mutating func scanDot() {
    let start = position
    switch byte(at: position + 1) {
    case let next? where next.isDigit: scanNumber()
    case let next? where next.startsName:
      position += 1
      emit(.field(takeName(namespaces: false)), at: start)
    case UInt8(ascii: "."):
      position += 2
      emit(.symbol(.recurse), at: start)
    default:
      position += 1
      emit(.symbol(.dot), at: start)
    }
  }

  private mutating func scanVariable() throws(SyntaxError) {
    let start = position
    position += 1
    guard let next = byte(at: position), next.startsName else {
      throw SyntaxError("expected a name after '$', as in $name", at: start)
    }
    let name = takeName(namespaces: true)
    emit(name == "__loc__" ? .keyword(.location) : .variable(name), at: start)
  }

  private mutating func scanFormat() throws(SyntaxError) {
    let start = position
    position += 1
    let nameStart = position
    while let next = byte(at: position), next.continuesName { position += 1 }
    guard position > nameStart else {
      throw SyntaxError("expected the name of a format after '@', as in @base64", at: start)
    }
    emit(.format(text(nameStart..<position)), at: start)
  }

  private mutating func scanName(from start: Int) {
    let name = takeName(namespaces: true)
    if let keyword = Token.Keyword(rawValue: name), keyword != .location {
      emit(.keyword(keyword), at: start)
    } else {
      emit(.identifier(name), at: start)
    }
  }

  private mutating func takeName(namespaces: Bool) -> String {
    let start = position
    while let next = byte(at: position) {
      if next.continuesName {
        position += 1
      } else if namespaces, next == UInt8(ascii: ":"), byte(at: position + 1) == UInt8(ascii: ":"),
        byte(at: position + 2)?.startsName == true
      {
        position += 2
      } else {
        break
      }
    }
    return text(start..<position)
  }

  /// Digits, at most one point, and an exponent only where digits follow it.
  private mutating func scanNumber() {
    let start = position
    skipDigits()
    if byte(at: position) == UInt8(ascii: ".") {
      position += 1
      skipDigits()
    }
    if let exponent = byte(at: position), exponent | 0x20 == UInt8(ascii: "e") {
      var next = position + 1
      if let sign = byte(at: next), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { next += 1 }
      if byte(at: next)?.isDigit == true {
        position = next
        skipDigits()
      }
    }
    emit(.number(text(start..<position)), at: start)
  }

  private mutating func skipDigits() {
    while byte(at: position)?.isDigit == true { position += 1 }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }
}

extension UInt8 {
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var startsName: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self == UInt8(ascii: "_") }
  var continuesName: Bool { startsName || isDigit }
}
