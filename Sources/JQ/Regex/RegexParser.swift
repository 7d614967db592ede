/// Reads a pattern in Oniguruma's Perl syntax with named groups.
struct RegexParser {
  let scalars: [UInt32]
  var position = 0
  var options: Regex.Options
  /// Names of the groups from 1 on, those yet to come included.
  private(set) var groupNames: [String?] = []
  private var depth = 0
  private var opened = 0

  private static let depthLimit = 200

  init(_ pattern: String, options: Regex.Options) {
    scalars = pattern.unicodeScalars.map(\.value)
    self.options = options
  }

  mutating func parse() throws(RegexError) -> RegexNode {
    groupNames = scanGroupNames()
    let node = try parseAlternatives()
    if position < scalars.count { throw RegexError("unmatched close parenthesis") }
    return node
  }

  // MARK: Characters

  var peek: UInt32? { position < scalars.count ? scalars[position] : nil }

  func isAt(_ text: String) -> Bool {
    let wanted = text.unicodeScalars.map(\.value)
    return position + wanted.count <= scalars.count && scalars[position..<position + wanted.count].elementsEqual(wanted)
  }

  mutating func take(_ text: String) -> Bool {
    guard isAt(text) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  func scalar(_ character: Unicode.Scalar) -> UInt32 { character.value }

  // MARK: Structure

  private mutating func parseAlternatives() throws(RegexError) -> RegexNode {
    guard depth < Self.depthLimit else { throw RegexError("parse depth limit over") }
    depth += 1
    defer { depth -= 1 }
    let outer = options
    defer { options = outer }
    var alternatives = [try parseSequence()]
    while take("|") { alternatives.append(try parseSequence()) }
    return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
  }

  private mutating func parseSequence() throws(RegexError) -> RegexNode {
    var nodes: [RegexNode] = []
    while let next = peek, next != scalar("|"), next != scalar(")") {
      if options.contains(.extended), skipBlank(next) { continue }
      if let atom = try parseAtom() { nodes.append(try parseQuantifiers(atom)) }
    }
    return nodes.count == 1 ? nodes[0] : nodes.isEmpty ? .empty : .sequence(nodes)
  }

  /// In extended mode blanks and comments mean nothing.
  private mutating func skipBlank(_ next: UInt32) -> Bool {
    switch next {
    case 9, 10, 11, 12, 13, 32: position += 1
    case scalar("#"): while let comment = peek, comment != 10 { position += 1 }
    default: return false
    }
    return true
  }

  /// An atom; `nil` for what stands for nothing, such as a comment.
  private mutating func parseAtom() throws(RegexError) -> RegexNode? {
    guard let next = peek else { return nil }
    position += 1
    switch next {
    case scalar("."): return .any(includingNewline: options.contains(.dotAll))
    case scalar("^"): return .assertion(options.contains(.lines) ? .beginLine : .beginText)
    case scalar("$"): return .assertion(options.contains(.lines) ? .endLine : .endTextOrLine)
    case scalar("["): return .set(try parseBracket())
    case scalar("("): return try parseGroup()
    case scalar("\\"): return try parseEscape()
    case scalar("*"), scalar("+"), scalar("?"): throw RegexError("target of repeat operator is not specified")
    default: return .character(next, ignoresCase: options.contains(.ignoreCase))
    }
  }

  private mutating func parseQuantifiers(_ atom: RegexNode) throws(RegexError) -> RegexNode {
    var node = atom
    while let next = peek {
      if options.contains(.extended), skipBlank(next) { continue }
      let minimum: Int
      let maximum: Int?
      var isInterval = false
      switch next {
      case scalar("*"): (minimum, maximum) = (0, nil)
      case scalar("+"): (minimum, maximum) = (1, nil)
      case scalar("?"): (minimum, maximum) = (0, 1)
      case scalar("{"):
        let mark = position
        guard let interval = try parseInterval() else {
          position = mark
          return node
        }
        (minimum, maximum) = interval
        isInterval = true
        position -= 1
      default: return node
      }
      position += 1
      var greed = RegexNode.Greed.greedy
      if take("?") { greed = .lazy } else if !isInterval, take("+") { greed = .possessive }
      if depth > Self.depthLimit { throw RegexError("parse depth limit over") }
      node = .loop(node, minimum: minimum, maximum: maximum, greed)
    }
    return node
  }

  /// `{n}`, `{n,}` or `{n,m}`; `nil` when the brace is an ordinary character.
  private mutating func parseInterval() throws(RegexError) -> (Int, Int?)? {
    position += 1
    guard let minimum = parseNumber() else { return nil }
    var maximum: Int? = minimum
    if take(",") { maximum = isAt("}") ? nil : parseNumber() }
    guard take("}") else { return nil }
    guard max(minimum, maximum ?? 0) <= 100_000 else { throw RegexError("too big number for repeat range") }
    if let maximum, maximum < minimum {
      throw RegexError("upper is smaller than lower in repeat range")
    }
    return (minimum, maximum)
  }

  mutating func parseNumber() -> Int? {
    var value: Int?
    while let next = peek, (48...57).contains(next) {
      value = min((value ?? 0) * 10 + Int(next - 48), 1_000_000)
      position += 1
    }
    return value
  }

  // MARK: Groups

  private mutating func parseGroup() throws(RegexError) -> RegexNode? {
    guard take("?") else {
      opened += 1
      return .group(try parseClosed(), number: opened)
    }
    if take(":") { return try parseClosed() }
    if take("=") { return .look(try parseClosed(), ahead: true, negated: false) }
    if take("!") { return .look(try parseClosed(), ahead: true, negated: true) }
    if take("<=") { return .look(try parseClosed(), ahead: false, negated: false) }
    if take("<!") { return .look(try parseClosed(), ahead: false, negated: true) }
    if take(">") { return .atomic(try parseClosed()) }
    if take("#") {
      while let next = peek, next != scalar(")") { position += 1 }
      guard take(")") else { throw RegexError("end pattern in group") }
      return nil
    }
    if take("(") { return try parseConditional() }
    if take("P<") || take("<") { return try parseNamedGroup(until: ">") }
    if take("'") { return try parseNamedGroup(until: "'") }
    return try parseOptions()
  }

  private mutating func parseClosed() throws(RegexError) -> RegexNode {
    let node = try parseAlternatives()
    guard take(")") else { throw RegexError("end pattern with unmatched parenthesis") }
    return node
  }

  private mutating func parseNamedGroup(until end: String) throws(RegexError) -> RegexNode {
    _ = try parseName(until: end)
    opened += 1
    let number = opened
    return .group(try parseClosed(), number: number)
  }

  mutating func parseName(until end: String) throws(RegexError) -> String {
    var name = String.UnicodeScalarView()
    while !isAt(end) {
      guard let next = peek, let value = Unicode.Scalar(next) else { throw RegexError("end pattern in group") }
      guard CharacterClass.isWord(value) || next == scalar("-") || next == scalar("+") else {
        throw RegexError("invalid group name <\(String(name))>")
      }
      name.append(value)
      position += 1
    }
    _ = take(end)
    guard !name.isEmpty else { throw RegexError("group name is empty") }
    return String(name)
  }

  private mutating func parseConditional() throws(RegexError) -> RegexNode {
    guard let number = parseNumber(), number > 0, number <= groupNames.count, take(")") else {
      throw RegexError("invalid if-else syntax")
    }
    let then = try parseSequence()
    let otherwise = take("|") ? try parseSequence() : .empty
    guard take(")") else { throw RegexError("end pattern with unmatched parenthesis") }
    return .conditional(group: number, then: then, otherwise: otherwise)
  }

  /// `(?i-m)` for the rest of the group, or `(?i:…)`.
  private mutating func parseOptions() throws(RegexError) -> RegexNode? {
    var changed = options
    var isOff = false
    while let next = peek {
      position += 1
      let option: Regex.Options
      switch next {
      case scalar("-"):
        isOff = true
        continue
      case scalar("i"): option = .ignoreCase
      case scalar("x"): option = .extended
      case scalar("s"): option = .dotAll
      case scalar("m"): option = .lines
      case scalar(")"):
        // The rest of the enclosing group is read with the options changed.
        options = changed
        return nil
      case scalar(":"):
        let outer = options
        options = changed
        defer { options = outer }
        return try parseClosed()
      default: throw RegexError("undefined group option")
      }
      if isOff { changed.remove(option) } else { changed.insert(option) }
    }
    throw RegexError("end pattern in group")
  }

  /// Finds all groups before reading, so that references may come before them.
  private func scanGroupNames() -> [String?] {
    var names: [String?] = []
    var index = 0
    var isInBracket = false
    while index < scalars.count {
      switch scalars[index] {
      case scalar("\\"): index += 1
      case scalar("["):
        if !isInBracket {
          isInBracket = true
          if index + 1 < scalars.count, scalars[index + 1] == scalar("^") { index += 1 }
          if index + 1 < scalars.count, scalars[index + 1] == scalar("]") { index += 1 }
        }
      case scalar("]"): isInBracket = false
      case scalar("(") where !isInBracket:
        let rest = scalars[(index + 1)...].prefix(4)
        if rest.first != scalar("?") {
          names.append(nil)
        } else if let name = nameOfGroup(at: index + 2) {
          names.append(name)
        }
      default: break
      }
      index += 1
    }
    return names
  }

  private func nameOfGroup(at start: Int) -> String? {
    var index = start
    if index < scalars.count, scalars[index] == scalar("P") { index += 1 }
    guard index + 1 < scalars.count, scalars[index] == scalar("<") || scalars[index] == scalar("'") else { return nil }
    let end = scalars[index] == scalar("<") ? scalar(">") : scalar("'")
    guard scalars[index + 1] != scalar("="), scalars[index + 1] != scalar("!") else { return nil }
    let name = scalars[(index + 1)...].prefix { $0 != end }
    return String(String.UnicodeScalarView(name.compactMap(Unicode.Scalar.init)))
  }
}
