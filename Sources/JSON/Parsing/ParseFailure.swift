/// A `JSONParseError` before its line and column are counted, small enough to be thrown on the hot path.
struct ParseFailure: Error {
  let code: JSONParseError.Code
  let expected: Expected
  let offset: Int

  enum Expected {
    case value
    case valueOrEndOfArray
    case commaOrEndOfArray
    case keyOrEndOfObject
    case key
    case colon
    case commaOrEndOfObject
    case end
    case separator
    case digit
    case noLeadingZero
    case stringEnd
    case escape
    case hexDigits
    case surrogatePair
    case escapedControl
    case utf8
    case newKey(String)
    case depth(Int)
    case literal(StaticString)

    var text: String {
      switch self {
      case .value: "a value"
      case .valueOrEndOfArray: "a value or ']'"
      case .commaOrEndOfArray: "',' or ']'"
      case .keyOrEndOfObject: "a key in double quotes or '}'"
      case .key: "a key in double quotes"
      case .colon: "':' after the key"
      case .commaOrEndOfObject: "',' or '}'"
      case .end: "the end of the text after the value"
      case .separator: "white space or the end of the text after the value"
      case .digit: "a digit"
      case .noLeadingZero: "no further digit after a leading zero"
      case .stringEnd: "'\"' at the end of the string"
      case .escape: "one of \" \\ / b f n r t u after the backslash"
      case .hexDigits: "four hexadecimal digits after \\u"
      case .surrogatePair: "a high and a low surrogate together"
      case .escapedControl: "control characters escaped, as in \\n or \\u0000"
      case .utf8: "UTF-8"
      case .newKey(let key): "every key once (option duplicateKeys), not \(JSONValue.string(key).serialized()) again"
      case .depth(let limit): "at most \(limit) open arrays and objects (option depthLimit)"
      case .literal(let word): "'\(word)'"
      }
    }
  }

  /// The error with its line and column in `text`.
  func located(in text: UnsafeBufferPointer<UInt8>) -> JSONParseError {
    var line = 1
    var column = 1
    var position = text.starts(with: [0xEF, 0xBB, 0xBF]) && offset >= 3 ? 3 : 0
    while position < offset {
      let byte = text[position]
      if byte == 0x0A || (byte == 0x0D && !(position + 1 < text.count && text[position + 1] == 0x0A)) {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      position += 1
    }
    return JSONParseError(
      code: code, offset: offset, line: line, column: column, expected: expected.text, found: found(in: text))
  }

  private func found(in text: UnsafeBufferPointer<UInt8>) -> String {
    guard offset < text.count else { return "the end of the text" }
    let byte = text[offset]
    switch byte {
    case 0x0A: return "the end of the line"
    case 0x22: return "a string"
    case 0x27: return "a single quote"
    case ..<0x20, 0x7F...: break
    case _ where Self.isWordByte(byte):
      let word = text[offset...].prefix(24).prefix(while: Self.isWordByte)
      return "'\(String(decoding: word, as: UTF8.self))'"
    default: return "'\(UnicodeScalar(byte))'"
    }
    let tail = text[offset...].prefix(4)
    if byte >= 0x80, let scalar = String(decoding: tail, as: UTF8.self).unicodeScalars.first, scalar != "\u{FFFD}" {
      return "'\(scalar)' (U+\(String(scalar.value, radix: 16, uppercase: true)))"
    }
    return "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x5C, 0x5F: true
    default: false
    }
  }
}
