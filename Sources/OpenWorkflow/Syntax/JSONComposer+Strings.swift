extension JSONComposer {
  /// A text in double quotes.
  mutating func string() throws(SyntaxProblem) -> String {
    let start = position
    offset += 1
    var bytes: [UInt8] = []
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw SyntaxProblem(message: "invalid JSON: this text is not valid UTF-8", position: start)
        }
        return text
      case UInt8(ascii: "\\"):
        try escape(into: &bytes)
      case 0..<0x20:
        throw problem("a line break or control character inside of a text; write '\\n' or another escape")
      default:
        if byte & 0xC0 == 0x80 { continuations += 1 }
        bytes.append(byte)
        offset += 1
      }
    }
    throw SyntaxProblem(message: "invalid JSON: this text has no closing '\"'", position: start)
  }

  private mutating func escape(into bytes: inout [UInt8]) throws(SyntaxProblem) {
    let start = position
    offset += 1
    guard let letter = peek() else { return }
    offset += 1
    switch letter {
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter)
    case UInt8(ascii: "u"): bytes.append(contentsOf: try codeUnits(start).utf8)
    default:
      throw SyntaxProblem(
        message: "invalid JSON: '\\' stands before \(describe(letter)); a backslash itself is written '\\\\'",
        position: start)
    }
  }

  /// What follows `\u`, with the second half of a surrogate pair. A half alone becomes U+FFFD.
  private mutating func codeUnits(_ start: SourcePosition) throws(SyntaxProblem) -> String {
    var units = [try codeUnit(start)]
    if UTF16.isLeadSurrogate(units[0]), text[offset...].starts(with: "\\u".utf8) {
      offset += 2
      units.append(try codeUnit(start))
    }
    return String(decoding: units, as: UTF16.self)
  }

  private mutating func codeUnit(_ start: SourcePosition) throws(SyntaxProblem) -> UInt16 {
    let digits = text[offset..<min(offset + 4, text.count)]
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else {
      throw SyntaxProblem(message: "invalid JSON: '\\u' needs four hexadecimal digits", position: start)
    }
    offset += 4
    return unit
  }
}
