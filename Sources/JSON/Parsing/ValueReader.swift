/// Reads values from bytes that outlive it: a recursive descent over RFC 8259's grammar.
struct ValueReader: ~Copyable {
  let start: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  var position: UnsafePointer<UInt8>
  let options: JSONParsingOptions
  private var depth = 0
  private var elements = ScratchStack<JSONValue>(capacity: 32)
  private var members = ScratchStack<ObjectMember>(capacity: 32)

  init(_ text: UnsafeBufferPointer<UInt8>, offset: Int = 0, options: JSONParsingOptions) {
    start = text.baseAddress!
    end = start + text.count
    position = start + offset
    self.options = options
  }

  var offset: Int { position - start }

  /// Skips the byte order mark that RFC 8259 forbids writing and allows ignoring.
  mutating func skipByteOrderMark() {
    if end - position >= 3, position[0] == 0xEF, position[1] == 0xBB, position[2] == 0xBF { position += 3 }
  }

  @inline(__always)
  mutating func skipWhitespace() {
    while position < end, position.pointee <= 0x20 {
      switch position.pointee {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  func failure(_ expected: ParseFailure.Expected, at place: UnsafePointer<UInt8>? = nil) -> ParseFailure {
    let place = place ?? position
    return ParseFailure(
      code: place < end ? .unexpectedCharacter : .unexpectedEnd, expected: expected, offset: place - start)
  }

  func failure(
    _ code: JSONParseError.Code, _ expected: ParseFailure.Expected, at place: UnsafePointer<UInt8>
  ) -> ParseFailure {
    ParseFailure(code: place < end ? code : .unexpectedEnd, expected: expected, offset: place - start)
  }

  /// Reads the value that starts here, after white space.
  mutating func readValue(orElse expected: ParseFailure.Expected = .value) throws(ParseFailure) -> JSONValue {
    skipWhitespace()
    guard position < end else { throw failure(expected) }
    switch position.pointee {
    case UInt8(ascii: "\""):
      position += 1
      return .string(try readString())
    case UInt8(ascii: "{"): return try readObject()
    case UInt8(ascii: "["): return try readArray()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
    case UInt8(ascii: "t"):
      try readWord("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try readWord("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try readWord("null")
      return .null
    default: throw failure(expected)
    }
  }

  private mutating func readWord(_ word: StaticString) throws(ParseFailure) {
    let length = word.utf8CodeUnitCount
    for index in 0..<length {
      guard end - position > index, position[index] == word.utf8Start[index] else {
        throw failure(end - position > index ? .unexpectedCharacter : .unexpectedEnd, .literal(word), at: position)
      }
    }
    position += length
  }

  private mutating func enter() throws(ParseFailure) {
    depth += 1
    guard depth <= options.depthLimit else {
      throw failure(.depthLimitExceeded, .depth(options.depthLimit), at: position)
    }
    position += 1
  }

  private mutating func readArray() throws(ParseFailure) -> JSONValue {
    try enter()
    let mark = elements.count
    skipWhitespace()
    if position < end, position.pointee == UInt8(ascii: "]") {
      position += 1
      depth -= 1
      return .array([])
    }
    var expected = ParseFailure.Expected.valueOrEndOfArray
    while true {
      elements.push(try readValue(orElse: expected))
      expected = .value
      skipWhitespace()
      guard position < end else { throw failure(.commaOrEndOfArray) }
      if position.pointee == UInt8(ascii: ",") {
        position += 1
        continue
      }
      guard position.pointee == UInt8(ascii: "]") else { throw failure(.commaOrEndOfArray) }
      position += 1
      break
    }
    depth -= 1
    let count = elements.count - mark
    let source = elements.popAll(from: mark)
    return .array(
      Array(unsafeUninitializedCapacity: count) { buffer, initialized in
        buffer.baseAddress!.moveInitialize(from: source, count: count)
        initialized = count
      })
  }

  private mutating func readObject() throws(ParseFailure) -> JSONValue {
    let opening = position
    try enter()
    let mark = members.count
    skipWhitespace()
    if position < end, position.pointee == UInt8(ascii: "}") {
      position += 1
      depth -= 1
      return .object(JSONObject())
    }
    var expected = ParseFailure.Expected.keyOrEndOfObject
    while true {
      guard position < end, position.pointee == UInt8(ascii: "\"") else { throw failure(expected) }
      expected = .key
      position += 1
      let key = try readString()
      skipWhitespace()
      guard position < end, position.pointee == UInt8(ascii: ":") else { throw failure(.colon) }
      position += 1
      members.push(ObjectMember(key: key, value: try readValue()))
      skipWhitespace()
      guard position < end else { throw failure(.commaOrEndOfObject) }
      if position.pointee == UInt8(ascii: ",") {
        position += 1
        skipWhitespace()
        continue
      }
      guard position.pointee == UInt8(ascii: "}") else { throw failure(.commaOrEndOfObject) }
      position += 1
      break
    }
    depth -= 1
    let count = members.count - mark
    let object = JSONObject(movingFrom: members.popAll(from: mark), count: count)
    if object.count < count, options.duplicateKeys == .reject { throw duplicateKey(openedAt: opening) }
    return .object(object)
  }
}
