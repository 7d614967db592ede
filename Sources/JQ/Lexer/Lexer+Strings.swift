extension Lexer {
  mutating func scanString() throws(SyntaxError) {
    emit(.stringStart, at: position)
    position += 1
    try scanStringBody()
  }

  /// Reads text and escapes up to the closing quote, or to `\(`, where ordinary tokens go on.
  mutating func scanStringBody() throws(SyntaxError) {
    var text: [UInt8] = []
    let start = position
    while true {
      guard let next = byte(at: position) else {
        throw SyntaxError("unterminated string: expected '\"'", at: start)
      }
      switch next {
      case UInt8(ascii: "\""):
        flush(&text, at: start)
        emit(.stringEnd, at: position)
        position += 1
        return
      case UInt8(ascii: "\\"):
        if byte(at: position + 1) == UInt8(ascii: "(") {
          flush(&text, at: start)
          emit(.interpolationStart, at: position)
          open.append(.interpolation)
          position += 2
          return
        }
        try scanEscape(into: &text)
      default:
        text.append(next)
        position += 1
      }
    }
  }

  private mutating func flush(_ text: inout [UInt8], at start: Int) {
    guard !text.isEmpty else { return }
    emit(.stringText(String(decoding: text, as: UTF8.self)), at: start)
    text.removeAll(keepingCapacity: true)
  }

  private mutating func scanEscape(into text: inout [UInt8]) throws(SyntaxError) {
    let start = position
    guard let kind = byte(at: position + 1) else { throw SyntaxError("unterminated escape", at: start) }
    position += 2
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try scanUnicodeEscape(start)).utf8)
    default: throw SyntaxError("invalid escape: expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u \\(", at: start)
    }
  }

  /// Four digits, or two surrogates together; a lone surrogate becomes U+FFFD.
  private mutating func scanUnicodeEscape(_ start: Int) throws(SyntaxError) -> Character {
    let unit = try scanHexDigits(start)
    if (0xD800..<0xDC00).contains(unit), byte(at: position) == UInt8(ascii: "\\"),
      byte(at: position + 1) == UInt8(ascii: "u")
    {
      let mark = position
      position += 2
      let low = try scanHexDigits(mark)
      if (0xDC00..<0xE000).contains(low), let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      {
        return Character(scalar)
      }
      position = mark
    }
    return Character(Unicode.Scalar(unit) ?? "\u{FFFD}")
  }

  private mutating func scanHexDigits(_ start: Int) throws(SyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let next = byte(at: position), let digit = Character(Unicode.Scalar(next)).hexDigitValue else {
        throw SyntaxError("invalid escape: expected four hexadecimal digits after \\u", at: start)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
