/// Rewrites a regular expression of ECMA-262 (Unicode mode) to one that means the same to Swift.
struct ECMAScriptTranslation {
  private let source: [Unicode.Scalar]
  private var position = 0
  private var output = ""

  static func translate(_ pattern: String) throws(PatternError) -> String {
    // Most patterns mean the same to both.
    guard
      pattern.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: ".") })
    else { return pattern }
    var translation = Self(source: Array(pattern.unicodeScalars))
    try translation.run()
    return translation.output
  }

  private init(source: [Unicode.Scalar]) { self.source = source }

  private var next: Unicode.Scalar? { position < source.count ? source[position] : nil }

  private func peek(_ offset: Int) -> Unicode.Scalar? {
    position + offset < source.count ? source[position + offset] : nil
  }

  private mutating func take() -> Unicode.Scalar? {
    defer { position += 1 }
    return next
  }

  private mutating func run() throws(PatternError) {
    while let scalar = take() {
      switch scalar {
      case "\\":
        switch try escape() {
        case .scalar(let text), .other(let text): output += text
        case .set(let members): output += "[\(members)]"
        case .complement(let members): output += "[^\(members)]"
        }
      case "[": try characterClass()
      case ".": output += "[^\\n\\r\\u{2028}\\u{2029}]"
      default: output.unicodeScalars.append(scalar)
      }
    }
  }
}

// MARK: - Escapes

extension ECMAScriptTranslation {
  private enum Escape {
    case scalar(String)
    case set(String)
    case complement(String)
    /// A back reference or a property.
    case other(String)
  }

  private static let digits = "0-9"
  private static let word = "A-Za-z0-9_"
  private static let space =
    "\\t\\n\\u{B}\\f\\r \\u{A0}\\u{1680}\\u{2000}\\u{2001}\\u{2002}-\\u{200A}\\u{2028}\\u{2029}\\u{202F}\\u{205F}\\u{3000}\\u{FEFF}"

  /// What follows a backslash.
  private mutating func escape() throws(PatternError) -> Escape {
    guard let scalar = take() else { throw PatternError(reason: "expected a character after \\, found the end") }
    switch scalar {
    case "d": return .set(Self.digits)
    case "D": return .complement(Self.digits)
    case "w": return .set(Self.word)
    case "W": return .complement(Self.word)
    case "s": return .set(Self.space)
    case "S": return .complement(Self.space)
    case "1"..."9": return .other("\\\(scalar)")
    case "b", "B":
      // Swift's simple word boundary takes digits for no part of a word, and its default one knows no such words at all.
      throw PatternError(reason: "\\\(scalar) is not supported; (^|\\W) and (\\W|$) say where a word begins and ends")
    case "k": return .other("\\k")
    case "p", "P": return .other(try property(scalar))
    case "t", "n", "f", "r": return .scalar("\\\(scalar)")
    case "v": return .scalar("\\u{B}")
    case "0": return .scalar("\\u{0}")
    case "c":
      guard let letter = take(), letter.properties.isAlphabetic, letter.isASCII else {
        throw PatternError(reason: "expected a letter after \\c")
      }
      return .scalar("\\u{\(String(letter.value % 32, radix: 16))}")
    case "x": return .scalar("\\u{\(String(try hexadecimal(2), radix: 16))}")
    case "u": return .scalar("\\u{\(String(try codePoint(), radix: 16))}")
    case "a"..."z", "A"..."Z":
      throw PatternError(reason: "expected an escape of ECMA-262, found \\\(scalar)")
    default:
      return .scalar(scalar.isASCII && scalar.value > 32 ? "\\\(scalar)" : String(scalar))
    }
  }

  private mutating func property(_ kind: Unicode.Scalar) throws(PatternError) -> String {
    guard next == "{", let end = source[position...].firstIndex(of: "}") else {
      throw PatternError(reason: "expected a property such as {L} after \\\(kind)")
    }
    defer { position = end + 1 }
    return "\\\(kind)" + String(String.UnicodeScalarView(source[position...end]))
  }

  /// The number after `\u`: four digits, two such halves of a pair, or any number of digits in braces.
  private mutating func codePoint() throws(PatternError) -> UInt32 {
    if next == "{" {
      position += 1
      var value: UInt32 = 0
      while let digit = take(), digit != "}" {
        guard let digit = Character(digit).hexDigitValue, value < 0x11_0000 else {
          throw PatternError(reason: "expected a code point in \\u{}")
        }
        value = value * 16 + UInt32(digit)
      }
      return value
    }
    let high = try hexadecimal(4)
    guard 0xD800..<0xDC00 ~= high, next == "\\", peek(1) == "u" else { return high }
    position += 2
    let low = try hexadecimal(4)
    guard 0xDC00..<0xE000 ~= low else { throw PatternError(reason: "expected the second half of a surrogate pair") }
    return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
  }

  private mutating func hexadecimal(_ count: Int) throws(PatternError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = take().flatMap({ Character($0).hexDigitValue }) else {
        throw PatternError(reason: "expected \(count) hexadecimal digits")
      }
      value = value * 16 + UInt32(digit)
    }
    return value
  }
}

// MARK: - Character classes

extension ECMAScriptTranslation {
  /// What follows `[`. Swift has set operations and nested classes there, and refuses an empty class.
  private mutating func characterClass() throws(PatternError) {
    let isNegated = next == "^"
    if isNegated { position += 1 }
    if next == "]" {
      position += 1
      output += isNegated ? "[\\u{0}-\\u{10FFFF}]" : "(?:(?!))"
      return
    }
    output += isNegated ? "[^" : "["
    while next != "]" {
      let first = try classAtom()
      guard case .scalar(let low) = first, next == "-", let after = peek(1), after != "]" else {
        append(first)
        continue
      }
      position += 1
      let second = try classAtom()
      if case .scalar(let high) = second {
        output += "\(low)-\(high)"
      } else {
        output += "\(low)\\-"
        append(second)
      }
    }
    position += 1
    output += "]"
  }

  private mutating func append(_ atom: Escape) {
    switch atom {
    case .scalar(let text), .set(let text), .other(let text): output += text
    case .complement(let members): output += "[^\(members)]"
    }
  }

  private mutating func classAtom() throws(PatternError) -> Escape {
    guard let scalar = take() else { throw PatternError(reason: "expected ] at the end of a character class") }
    switch scalar {
    case "\\":
      if next == "b" {
        position += 1
        return .scalar("\\u{8}")
      }
      return try escape()
    case "[", "&", "~", "-", "^": return .scalar("\\\(scalar)")
    default: return .scalar(String(scalar))
    }
  }
}
