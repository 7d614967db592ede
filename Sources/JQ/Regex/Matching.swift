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

  /// The bounds of all matches in bytes (`starts`, `ends`) and their named groups (`captures`), for `replace`.
  static func edits(_ text: String, _ regex: Regex, _ context: inout Context) throws(Raised) -> JSONValue {
    try withBytes(text, &context) { (bytes, context) throws(Raised) in
      var bounds: [JSONValue] = []
      var captures: [JSONValue] = []
      let named = regex.groupNames.enumerated().compactMap { index, name in name.map { (index + 1, $0) } }
      try forEachMatch(bytes, regex, &context) { matcher in
        bounds.append(.number(matcher.saved[0]))
        bounds.append(.number(matcher.saved[1]))
        var object = JSONObject(minimumCapacity: named.count)
        for (group, name) in named {
          let start = matcher.saved[2 * group]
          let end = matcher.saved[2 * group + 1]
          if start >= 0, end >= start {
            object[name] = .string(String(decoding: bytes[start..<end], as: UTF8.self))
          } else if object[name] == nil {
            object[name] = .null
          }
        }
        captures.append(.object(object))
      }
      return .object(JSONObject([("bounds", .array(bounds)), ("captures", .array(captures))]))
    }
  }

  /// Replaces matches: the first result takes each match's first replacement, the second the second, and so on.
  static func replace(
    _ text: String, _ edits: JSONValue, _ replacements: [JSONValue], _ context: inout Context
  ) throws(Raised) -> [JSONValue] {
    guard let bounds = edits["bounds"]?.arrayValue else { return [.string(text)] }
    return try withBytes(text, &context) { (bytes, context) throws(Raised) in
      var results: [[UInt8]] = []
      var previous = 0
      for (index, replacement) in replacements.enumerated() {
        let start = Int(bounds[2 * index].integerValue ?? 0)
        let gap = UnsafeBufferPointer(rebasing: bytes[previous..<max(previous, start)])
        let pieces = replacement.arrayValue ?? []
        for (position, piece) in pieces.enumerated() {
          if position == results.count { results.append([]) }
          results[position].append(contentsOf: gap)
          switch piece {
          case .null: break
          case .string(let piece): piece.withUTF8Bytes { results[position].append(contentsOf: $0) }
          default: throw .types(.string(String(decoding: gap, as: UTF8.self)), piece, "cannot be added")
          }
          try context.checkSize(results[position].count)
        }
        try context.charge(gap.count / 32 + pieces.count)
        previous = Int(bounds[2 * index + 1].integerValue ?? 0)
      }
      if results.isEmpty { return [.string(text)] }
      return results.map { result in .string(String(decoding: result + bytes[previous...], as: UTF8.self)) }
    }
  }

  /// Replaces every match by the same text.
  static func replace(
    _ text: String, _ regex: Regex, with replacement: String, _ context: inout Context
  ) throws(Raised) -> String {
    try withBytes(text, &context) { (bytes, context) throws(Raised) in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count)
      let insert = Array(replacement.utf8)
      var previous = 0
      try forEachMatch(bytes, regex, &context) { matcher in
        result.append(contentsOf: bytes[previous..<max(previous, matcher.saved[0])])
        result.append(contentsOf: insert)
        previous = matcher.saved[1]
      }
      result.append(contentsOf: bytes[previous...])
      try context.checkSize(result.count)
      return String(decoding: result, as: UTF8.self)
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
