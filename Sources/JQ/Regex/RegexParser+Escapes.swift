extension RegexParser {
  mutating func parseEscape() throws(RegexError) -> RegexNode {
    guard let next = peek else { throw RegexError("end pattern at escape") }
    let ignoresCase = options.contains(.ignoreCase)
    if let (characterClass, isNegated) = try takeClassEscape() {
      return .set(CharacterSet(characterClass, isNegated: isNegated))
    }
    position += 1
    switch next {
    case scalar("A"): return .assertion(.beginText)
    case scalar("z"): return .assertion(.endText)
    case scalar("Z"): return .assertion(.endTextOrLine)
    case scalar("b"): return .assertion(.wordBoundary)
    case scalar("B"): return .assertion(.notWordBoundary)
    case scalar("G"): return .assertion(.searchStart)
    case scalar("K"): return .assertion(.keep)
    case scalar("R"):
      return .alternatives([
        .sequence([.character(13, ignoresCase: false), .character(10, ignoresCase: false)]), .set(Self.newlines),
      ])
    case scalar("N"): return .any(includingNewline: false)
    case scalar("O"): return .any(includingNewline: true)
    case scalar("k"):
      guard take("<") else { return .character(next, ignoresCase: ignoresCase) }
      return .backreference(try groups(named: try parseName(until: ">")), ignoresCase: ignoresCase)
    case scalar("1")...scalar("9"):
      let mark = position
      position -= 1
      if let number = parseNumber(), number <= groupNames.count || number < 10 {
        guard number <= groupNames.count else { throw RegexError("invalid backref number/name") }
        return .backreference([number], ignoresCase: ignoresCase)
      }
      position = mark
      return .character(next, ignoresCase: ignoresCase)
    case scalar("Q"):
      var nodes: [RegexNode] = []
      while let literal = peek, !isAt("\\E") {
        nodes.append(.character(literal, ignoresCase: ignoresCase))
        position += 1
      }
      _ = take("\\E")
      return .sequence(nodes)
    default:
      position -= 1
      return .character(try parseCharacterEscape(), ignoresCase: ignoresCase)
    }
  }

  private static let newlines: CharacterSet = {
    var set = CharacterSet()
    set.insert(10...13)
    set.insert(0x85)
    set.insert(0x2028...0x2029)
    return set
  }()

  private func groups(named name: String) throws(RegexError) -> [Int] {
    if let number = Int(name) {
      let absolute = number < 0 ? groupNames.count + 1 + number : number
      guard absolute > 0, absolute <= groupNames.count else { throw RegexError("invalid backref number/name") }
      return [absolute]
    }
    let numbers = groupNames.indices.filter { groupNames[$0] == name }.map { $0 + 1 }
    guard !numbers.isEmpty else { throw RegexError("undefined name <\(name)> reference") }
    return numbers
  }

  /// `\d` and its like, and `\p{…}`; the backslash is already taken.
  mutating func takeClassEscape() throws(RegexError) -> (CharacterClass, isNegated: Bool)? {
    guard let next = peek else { return nil }
    let found: (CharacterClass, Bool)
    switch next {
    case scalar("d"): found = (.digit, false)
    case scalar("D"): found = (.digit, true)
    case scalar("w"): found = (.word, false)
    case scalar("W"): found = (.word, true)
    case scalar("s"): found = (.space, false)
    case scalar("S"): found = (.space, true)
    case scalar("p"), scalar("P"):
      position += 1
      guard take("{") else {
        position -= 1
        return nil
      }
      var isNegated = next == scalar("P")
      if take("^") { isNegated.toggle() }
      var name = ""
      while let part = peek, part != scalar("}") {
        if let value = Unicode.Scalar(part) { name.unicodeScalars.append(value) }
        position += 1
      }
      guard take("}"), let property = CharacterClass(property: name) else {
        throw RegexError("invalid character property name {\(name)}")
      }
      return (property, isNegated)
    default: return nil
    }
    position += 1
    return found
  }

  /// The character an escape stands for; the backslash is already taken.
  mutating func parseCharacterEscape() throws(RegexError) -> UInt32 {
    guard let next = peek else { throw RegexError("end pattern at escape") }
    position += 1
    switch next {
    case scalar("n"): return 10
    case scalar("t"): return 9
    case scalar("r"): return 13
    case scalar("f"): return 12
    case scalar("v"): return 11
    case scalar("a"): return 7
    case scalar("e"): return 27
    case scalar("x"): return try parseHexEscape()
    case scalar("0"): return parseDigits(base: 8, limit: 2)
    case scalar("c"):
      guard let control = peek else { throw RegexError("end pattern at control") }
      position += 1
      return control & 0x1F
    default: return next
    }
  }

  private mutating func parseHexEscape() throws(RegexError) -> UInt32 {
    guard take("{") else { return parseDigits(base: 16, limit: 2) }
    let value = parseDigits(base: 16, limit: 8)
    guard take("}"), Unicode.Scalar(value) != nil else { throw RegexError("invalid code point value") }
    return value
  }

  private mutating func parseDigits(base: UInt32, limit: Int) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<limit {
      guard let next = peek, let digit = Unicode.Scalar(next).flatMap({ Character($0).hexDigitValue }),
        digit < Int(base)
      else { break }
      value = value &* base &+ UInt32(digit)
      position += 1
    }
    return value
  }

  // MARK: Bracket expressions

  /// From after `[` to `]`.
  mutating func parseBracket() throws(RegexError) -> CharacterSet {
    var set = CharacterSet()
    set.ignoresCase = options.contains(.ignoreCase)
    set.isNegated = take("^")
    var isFirst = true
    while true {
      guard let next = peek else { throw RegexError("premature end of char-class") }
      if next == scalar("]") {
        guard isFirst else {
          position += 1
          return set
        }
        // A bracket that comes first is a character, if another one closes.
        guard scalars[(position + 1)...].contains(scalar("]")) else { throw RegexError("empty char-class") }
      }
      isFirst = false
      guard let low = try parseMember(into: &set) else { continue }
      guard isAt("-"), position + 1 < scalars.count, scalars[position + 1] != scalar("]") else {
        set.insert(low)
        continue
      }
      position += 1
      guard let high = try parseMember(into: &set) else {
        set.insert(low)
        set.insert(scalar("-"))
        continue
      }
      guard low <= high else { throw RegexError("empty range in char class") }
      set.insert(low...high)
    }
  }

  /// A single character, or `nil` when a whole class was added.
  private mutating func parseMember(into set: inout CharacterSet) throws(RegexError) -> UInt32? {
    guard let next = peek else { throw RegexError("premature end of char-class") }
    if next == scalar("["), isAt("[:") {
      let mark = position
      position += 2
      let isNegated = take("^")
      var name = ""
      while let part = peek, (97...122).contains(part), let value = Unicode.Scalar(part) {
        name.unicodeScalars.append(value)
        position += 1
      }
      if take(":]") {
        guard let posix = CharacterClass(posix: name) else { throw RegexError("invalid POSIX bracket type") }
        set.insert(posix, isNegated: isNegated)
        return nil
      }
      position = mark
    }
    position += 1
    guard next == scalar("\\") else { return next }
    if let (characterClass, isNegated) = try takeClassEscape() {
      set.insert(characterClass, isNegated: isNegated)
      return nil
    }
    if take("b") { return 8 }
    return try parseCharacterEscape()
  }
}
