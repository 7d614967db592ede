import JSON

/// Work on strings by bytes and code points.
enum Strings {
  static func split(
    _ text: String, _ separator: String, _ context: inout Context
  ) throws(Raised) -> [JSONValue] {
    try context.charge(text.utf8.count / 32)
    if text.isEmpty { return [] }
    if separator.isEmpty { return text.unicodeScalars.map { .string(String(Character($0))) } }
    var parts: [JSONValue] = []
    text.withUTF8Bytes { bytes in
      separator.withUTF8Bytes { pattern in
        var start = 0
        while let match = find(pattern, in: bytes, from: start) {
          parts.append(.string(String(decoding: bytes[start..<match], as: UTF8.self)))
          start = match + pattern.count
        }
        parts.append(.string(String(decoding: bytes[start...], as: UTF8.self)))
      }
    }
    return parts
  }

  /// Where `pattern` next occurs, in bytes.
  static func find(
    _ pattern: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    guard let first = pattern.first, bytes.count - start >= pattern.count else { return nil }
    var position = start
    let last = bytes.count - pattern.count
    while position <= last {
      if bytes[position] == first {
        var offset = 1
        while offset < pattern.count, bytes[position + offset] == pattern[offset] { offset += 1 }
        if offset == pattern.count { return position }
      }
      position += 1
    }
    return nil
  }

  static func contains(_ text: String, _ part: String) -> Bool {
    if part.isEmpty { return true }
    return text.withUTF8Bytes { bytes in part.withUTF8Bytes { find($0, in: bytes, from: 0) != nil } }
  }

  static func hasPrefix(_ text: String, _ prefix: String) -> Bool {
    text.withUTF8Bytes { text in
      prefix.withUTF8Bytes { prefix in text.count >= prefix.count && text.prefix(prefix.count).elementsEqual(prefix) }
    }
  }

  static func hasSuffix(_ text: String, _ suffix: String) -> Bool {
    text.withUTF8Bytes { text in
      suffix.withUTF8Bytes { suffix in text.count >= suffix.count && text.suffix(suffix.count).elementsEqual(suffix) }
    }
  }

  /// Where `part` occurs, overlapping occurrences too, in code points.
  static func positions(of part: String, in text: String, _ context: inout Context) throws(Raised) -> [JSONValue] {
    guard !part.isEmpty else { return [] }
    try context.charge(text.utf8.count / 8)
    var positions: [JSONValue] = []
    text.withUTF8Bytes { bytes in
      part.withUTF8Bytes { pattern in
        var start = 0
        var counted = 0
        var scalars = 0
        while let match = find(pattern, in: bytes, from: start) {
          while counted < match {
            if bytes[counted] & 0xC0 != 0x80 { scalars += 1 }
            counted += 1
          }
          positions.append(.number(scalars))
          start = match + 1
        }
      }
    }
    return positions
  }

  static func mapASCII(_ text: String, _ change: (UInt8) -> UInt8) -> String {
    let bytes = text.utf8.map(change)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func trimmed(_ text: String, start: Bool, end: Bool) -> String {
    var rest = text.unicodeScalars[...]
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
    if start { while let first = rest.first, isBlank(first) { rest.removeFirst() } }
    if end { while let last = rest.last, isBlank(last) { rest.removeLast() } }
    return String(rest)
  }

  static func implode(_ elements: [JSONValue]) throws(Raised) -> String {
    var scalars = String.UnicodeScalarView()
    for element in elements {
      guard let number = element.doubleValue else {
        throw .type(element, "can't be imploded, unicode codepoint needs to be numeric")
      }
      scalars.append(UInt32(exactly: number.rounded(.towardZero)).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}")
    }
    return String(scalars)
  }
}
