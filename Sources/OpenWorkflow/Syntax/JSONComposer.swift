internal import JSON

/// Composes the tree of a JSON document (RFC 8259), with places.
struct JSONComposer {
  let text: UnsafeBufferPointer<UInt8>
  var offset = 0
  private var line = 1
  private var lineStart = 0
  /// Bytes of this line that only continue a character.
  var continuations = 0
  private var depth = 0
  private(set) var problems: [SyntaxProblem] = []

  static func compose(_ text: UnsafeBufferPointer<UInt8>) -> (root: Node?, problems: [SyntaxProblem]) {
    var composer = JSONComposer(text: text)
    do {
      let root = try composer.document()
      return (root, composer.problems)
    } catch {
      return (nil, composer.problems + [error])
    }
  }

  private init(text: UnsafeBufferPointer<UInt8>) {
    self.text = text
  }

  private mutating func document() throws(SyntaxProblem) -> Node {
    let root = try value()
    skipSpace()
    if let found = peek() { throw problem("expected the end of the document, found \(describe(found))") }
    return root
  }

  private mutating func value() throws(SyntaxProblem) -> Node {
    skipSpace()
    let position = position
    switch peek() {
    case UInt8(ascii: "{"): return try object(position)
    case UInt8(ascii: "["): return try array(position)
    case UInt8(ascii: "\""):
      let text = try string()
      return Node(text: text, style: .quoted, value: .string(text), position: position)
    case .some(let byte): return try word(byte, position)
    case nil: throw problem("expected a value, found the end of the document")
    }
  }

  private mutating func object(_ start: SourcePosition) throws(SyntaxProblem) -> Node {
    try open()
    var mapping = MappingBuilder()
    skipSpace()
    if take("}") { return close(Node(mapping: [], position: start)) }
    while true {
      skipSpace()
      let position = position
      guard peek() == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
      let key = try string()
      skipSpace()
      guard take(":") else { throw unexpected("':' after the key '\(key.abbreviated)'") }
      let member = Node.Member(key: key, keyPosition: position, value: try value())
      if let problem = mapping.add(member) { problems.append(problem) }
      skipSpace()
      if take(",") { continue }
      if take("}") { return close(Node(mapping: mapping.members, position: start)) }
      throw unexpected("',' or '}' in the object that starts in line \(start.line)")
    }
  }

  private mutating func array(_ start: SourcePosition) throws(SyntaxProblem) -> Node {
    try open()
    var items: [Node] = []
    skipSpace()
    if take("]") { return close(Node(sequence: [], position: start)) }
    while true {
      items.append(try value())
      skipSpace()
      if take(",") { continue }
      if take("]") { return close(Node(sequence: items, position: start)) }
      throw unexpected("',' or ']' in the array that starts in line \(start.line)")
    }
  }

  private mutating func open() throws(SyntaxProblem) {
    depth += 1
    if depth > SyntaxLimits.depth { throw .tooDeep(position) }
    offset += 1
  }

  private mutating func close(_ node: Node) -> Node {
    depth -= 1
    return node
  }

  /// `true`, `false`, `null` or a number.
  private mutating func word(_ first: UInt8, _ start: SourcePosition) throws(SyntaxProblem) -> Node {
    let begin = offset
    while let byte = peek(), Self.isWord(byte) { offset += 1 }
    guard offset > begin else { throw unexpected("a value") }
    let word = String(decoding: text[begin..<offset], as: UTF8.self)
    let value: JSONValue? =
      switch word {
      case "true": true
      case "false": false
      case "null": .null
      default: Self.isNumber(text[begin..<offset]) ? YAMLScalar.number(word) : nil
      }
    guard let value else {
      throw SyntaxProblem(
        message: "invalid JSON: expected a value, found '\(word.abbreviated)'; put a text into double quotes",
        position: start)
    }
    return Node(text: word, style: .plain, value: value, position: start)
  }

  private mutating func skipSpace() {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        offset += 1
      case UInt8(ascii: "\n"):
        offset += 1
        line += 1
        lineStart = offset
        continuations = 0
      default:
        return
      }
    }
  }

  func peek() -> UInt8? { offset < text.count ? text[offset] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  var position: SourcePosition {
    SourcePosition(line: line, column: offset - lineStart - continuations + 1)
  }

  func problem(_ message: String) -> SyntaxProblem {
    SyntaxProblem(message: "invalid JSON: \(message)", position: position)
  }

  private func unexpected(_ expected: String) -> SyntaxProblem {
    problem("expected \(expected), found \(peek().map(describe) ?? "the end of the document")")
  }

  func describe(_ byte: UInt8) -> String {
    switch byte {
    case 0x21..<0x7F: "'\(Character(Unicode.Scalar(byte)))'"
    case 0x0A, 0x0D: "the end of the line"
    default:
      String(decoding: text[offset..<min(offset + 4, text.count)], as: UTF8.self).first.map { "'\($0)'" } ?? "a byte"
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    Character(Unicode.Scalar(byte)).isLetter || (0x30...0x39).contains(byte) || "+-._".utf8.contains(byte)
  }

  /// The grammar of RFC 8259: no sign `+`, no leading zeros, digits on both sides of the point.
  private static func isNumber(_ text: some Collection<UInt8>) -> Bool {
    var rest = text.first == UInt8(ascii: "-") ? text.dropFirst() : text.dropFirst(0)
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard let first = rest.first, isDigit(first) else { return false }
    if first == UInt8(ascii: "0"), let second = rest.dropFirst().first, isDigit(second) { return false }
    rest = rest.drop(while: isDigit)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard let digit = rest.first, isDigit(digit) else { return false }
    }
    return true
  }
}
