import JSON

/// What `match`, `test`, `splits` and `sub` make of a regular expression's matches.
enum Matching {
  static func isMatch(_ text: String, _ regex: Regex, _ context: inout Context) throws(Raised) -> Bool {
    try withBytes(text, &context) { (bytes, context) throws(Raised) in
      var matcher = RegexMatcher(regex, bytes)
      return try matcher.search(from: 0, &context)
    }
  }

  /// One match, or with flag `g` all of them, as objects with `offset`, `length`, `string` and `captures`.
  static func matches(_ text: String, _ regex: Regex, _ context: inout Context) throws(Raised) -> [JSONValue] {
    try withBytes(text, &context) { (bytes, context) throws(Raised) in
      var found: [JSONValue] = []
      var counter = ScalarCounter(bytes)
      try forEachMatch(bytes, regex, &context) { matcher in
        found.append(object(matcher, &counter))
      }
      return found
    }
  }

  /// The pieces between all matches.
  static func split(_ text: String, _ regex: Regex, _ context: inout Context) throws(Raised) -> [JSONValue] {
    try withBytes(text, &context) { (bytes, context) throws(Raised) in
      var pieces: [JSONValue] = []
      var start = 0
      try forEachMatch(bytes, regex, &context) { matcher in
        pieces.append(.string(String(decoding: bytes[start..<matcher.saved[0]], as: UTF8.self)))
        start = matcher.saved[1]
      }
      pieces.append(.string(String(decoding: bytes[start...], as: UTF8.self)))
      return pieces
    }
  }

  /// Replaces matches: the first result takes each match's first replacement, the second the second, and so on.
  ///
  /// - Parameter edits: `[match, [replacement, …]]` for each match in order.
  static func replace(_ text: String, _ edits: [JSONValue], _ context: inout Context) throws(Raised) -> [JSONValue] {
    try withBytes(text, &context) { (bytes, context) throws(Raised) in
      var results: [JSONValue] = []
      var cursor = ByteCursor(bytes)
      var previous = 0
      for edit in edits {
        guard let match = edit[0], case .array(let replacements)? = edit[1] else { continue }
        let start = cursor.byte(ofScalar: Int(match["offset"]?.integerValue ?? 0))
        let gap = String(decoding: bytes[previous..<max(previous, start)], as: UTF8.self)
        for (index, replacement) in replacements.enumerated() {
          let piece = try Arithmetic.add(.string(gap), replacement, &context)
          if index < results.count {
            results[index] = try Arithmetic.add(results[index].take(), piece, &context)
          } else {
            results.append(piece)
          }
        }
        try context.charge(gap.utf8.count / 32 + replacements.count)
        previous = start + (match["string"]?.stringValue?.utf8.count ?? 0)
      }
      if results.isEmpty { return [.string(text)] }
      let rest = JSONValue.string(String(decoding: bytes[min(previous, bytes.count)...], as: UTF8.self))
      for index in results.indices { results[index] = try Arithmetic.add(results[index].take(), rest, &context) }
      return results
    }
  }

  private static func withBytes<Result>(
    _ text: String, _ context: inout Context,
    _ body: (UnsafeBufferPointer<UInt8>, inout Context) throws(Raised) -> Result
  ) throws(Raised) -> Result {
    let outcome: Swift.Result<Result, Raised> = text.withUTF8Bytes { bytes in
      do throws(Raised) { return .success(try body(bytes, &context)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }

  private static func forEachMatch(
    _ bytes: UnsafeBufferPointer<UInt8>, _ regex: Regex, _ context: inout Context, _ body: (RegexMatcher) -> Void
  ) throws(Raised) {
    var matcher = RegexMatcher(regex, bytes)
    var start = 0
    while start <= bytes.count, try matcher.search(from: start, &context) {
      body(matcher)
      guard regex.options.contains(.global) else { return }
      if matcher.saved[1] > matcher.saved[0] {
        start = matcher.saved[1]
      } else {
        start = max(start, matcher.saved[1]) + 1
        while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
      }
    }
  }

  private static func object(_ matcher: RegexMatcher, _ counter: inout ScalarCounter) -> JSONValue {
    let captures: [JSONValue] = matcher.regex.groupNames.enumerated().map { index, name in
      part(matcher, index + 1, name: name, isCapture: true, &counter)
    }
    guard case .object(var match) = part(matcher, 0, name: nil, isCapture: false, &counter) else { return .null }
    match["captures"] = .array(captures)
    return .object(match)
  }

  private static func part(
    _ matcher: RegexMatcher, _ group: Int, name: String?, isCapture: Bool, _ counter: inout ScalarCounter
  ) -> JSONValue {
    var object = JSONObject(minimumCapacity: 4)
    let start = matcher.saved[2 * group]
    let end = matcher.saved[2 * group + 1]
    if start < 0 || end < start {
      object["offset"] = .integer(-1)
      object["string"] = .null
      object["length"] = .integer(0)
    } else {
      let offset = counter.scalars(before: start)
      object["offset"] = .number(offset)
      object["length"] = .number(counter.scalars(before: end) - offset)
      object["string"] = .string(String(decoding: matcher.text[start..<end], as: UTF8.self))
    }
    if isCapture { object["name"] = name.map { .string($0) } ?? .null }
    return .object(object)
  }
}

/// Counts code points before byte positions, quickly when they are asked for in order.
struct ScalarCounter {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var byte = 0
  private var scalars = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func scalars(before position: Int) -> Int {
    if position < byte {
      while byte > position {
        byte -= 1
        if bytes[byte] & 0xC0 != 0x80 { scalars -= 1 }
      }
    }
    while byte < position {
      if bytes[byte] & 0xC0 != 0x80 { scalars += 1 }
      byte += 1
    }
    return scalars
  }
}

/// Finds the byte positions of code points asked for in order.
struct ByteCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var byte = 0
  private var scalars = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func byte(ofScalar number: Int) -> Int {
    if number < scalars {
      byte = 0
      scalars = 0
    }
    while scalars < number, byte < bytes.count {
      byte += 1
      while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
      scalars += 1
    }
    return byte
  }
}
