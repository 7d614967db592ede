/// Reads values from bytes that outlive it.
///
/// It keeps a stack of open arrays and objects itself instead of recursing, so that depth costs no thread's stack.
struct ValueReader: ~Copyable {
  let start: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  var position: UnsafePointer<UInt8>
  let options: JSONParsingOptions
  private var containers = ScratchStack<OpenContainer>(capacity: 8)
  private var elements = ScratchStack<JSONValue>(capacity: 16)
  private var members = ScratchStack<ObjectMember>(capacity: 16)

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
  mutating func readValue() throws(ParseFailure) -> JSONValue {
    let outermost = containers.count
    var expected = ParseFailure.Expected.value
    reading: while true {
      skipWhitespace()
      guard position < end else { throw failure(expected) }
      var value: JSONValue
      switch position.pointee {
      case UInt8(ascii: "\""):
        position += 1
        value = .string(try readString())
      case UInt8(ascii: "{"):
        try open(isObject: true, mark: members.count)
        skipWhitespace()
        if position < end, position.pointee == UInt8(ascii: "}") {
          value = try close()
        } else {
          try readKey(orElse: .keyOrEndOfObject)
          expected = .value
          continue reading
        }
      case UInt8(ascii: "["):
        try open(isObject: false, mark: elements.count)
        skipWhitespace()
        if position < end, position.pointee == UInt8(ascii: "]") {
          value = try close()
        } else {
          expected = .valueOrEndOfArray
          continue reading
        }
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): value = try readNumber()
      case UInt8(ascii: "t"):
        try readWord("true")
        value = true
      case UInt8(ascii: "f"):
        try readWord("false")
        value = false
      case UInt8(ascii: "n"):
        try readWord("null")
        value = .null
      default: throw failure(expected)
      }
      // The value goes into the container that is open, which it may be the last to join.
      while containers.count > outermost {
        let isObject = containers.top.pointee.isObject
        if isObject { members.top.pointee.value = consume value } else { elements.push(consume value) }
        skipWhitespace()
        guard position < end else { throw failure(isObject ? .commaOrEndOfObject : .commaOrEndOfArray) }
        if position.pointee == UInt8(ascii: ",") {
          position += 1
          expected = .value
          if isObject {
            skipWhitespace()
            try readKey(orElse: .key)
          }
          continue reading
        }
        guard position.pointee == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw failure(isObject ? .commaOrEndOfObject : .commaOrEndOfArray)
        }
        value = try close()
      }
      return value
    }
  }

  /// Reads a key and the colon after it; the value will take the place of `null`.
  @inline(__always)
  private mutating func readKey(orElse expected: ParseFailure.Expected) throws(ParseFailure) {
    guard position < end, position.pointee == UInt8(ascii: "\"") else { throw failure(expected) }
    position += 1
    let key = try readString()
    skipWhitespace()
    guard position < end, position.pointee == UInt8(ascii: ":") else { throw failure(.colon) }
    position += 1
    members.push(ObjectMember(key: key, value: .null))
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

  private mutating func open(isObject: Bool, mark: Int) throws(ParseFailure) {
    guard containers.count < options.depthLimit else {
      throw failure(.depthLimitExceeded, .depth(options.depthLimit), at: position)
    }
    containers.push(OpenContainer(isObject: isObject, mark: mark, opening: position))
    position += 1
  }

  /// Ends the container that is open at the bracket that is here.
  @inline(__always)
  private mutating func close() throws(ParseFailure) -> JSONValue {
    let container = containers.pop()
    position += 1
    guard container.isObject else {
      let count = elements.count - container.mark
      let source = elements.popAll(from: container.mark)
      return .array(
        Array(unsafeUninitializedCapacity: count) { buffer, initialized in
          buffer.baseAddress?.moveInitialize(from: source, count: count)
          initialized = count
        })
    }
    let count = members.count - container.mark
    guard count > 0 else { return .object(JSONObject()) }
    let object = JSONObject(movingFrom: members.popAll(from: container.mark), count: count)
    if object.count < count, options.duplicateKeys == .reject { throw duplicateKey(openedAt: container.opening) }
    return .object(object)
  }
}

/// An array or object whose end has not been read; its elements start at `mark` of their stack.
struct OpenContainer {
  let isObject: Bool
  let mark: Int
  let opening: UnsafePointer<UInt8>
}
