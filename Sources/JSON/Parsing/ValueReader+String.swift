extension ValueReader {
  /// Reads what follows an opening quote, up to and with the closing one.
  @inline(__always)
  mutating func readString() throws(ParseFailure) -> String {
    let first = position
    let isASCII = StringScan.skipPlainText(&position, end)
    guard position < end, position.pointee == UInt8(ascii: "\"") else { return try readEscapedString(from: first) }
    let bytes = UnsafeBufferPointer(start: first, count: position - first)
    position += 1
    if isASCII { return String(asciiBytes: bytes) }
    return try makeString(bytes, startingAt: first)
  }

  /// Reads on from the first byte that plain text may not contain.
  private mutating func readEscapedString(from first: UnsafePointer<UInt8>) throws(ParseFailure) -> String {
    var bytes = [UInt8](UnsafeBufferPointer(start: first, count: position - first))
    while true {
      guard position < end else { throw failure(.stringEnd) }
      switch position.pointee {
      case UInt8(ascii: "\""):
        position += 1
        return try bytes.withUnsafeBufferPointer { (bytes) throws(ParseFailure) in
          try makeString(bytes, startingAt: first)
        }
      case UInt8(ascii: "\\"):
        try readEscape(into: &bytes)
      default:
        throw failure(.controlCharacter, .escapedControl, at: position)
      }
      let plain = position
      _ = StringScan.skipPlainText(&position, end)
      bytes.append(contentsOf: UnsafeBufferPointer(start: plain, count: position - plain))
    }
  }

  private mutating func readEscape(into bytes: inout [UInt8]) throws(ParseFailure) {
    let backslash = position
    guard end - position >= 2 else { throw failure(.escape, at: end) }
    position += 2
    switch backslash[1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(backslash[1])
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"): bytes.append(contentsOf: UTF8.encode(try readUnicodeEscape(from: backslash))!)
    default: throw failure(.invalidEscape, .escape, at: backslash)
    }
  }

  /// Reads the digits after `\u`, and the escape that must follow when they are a high surrogate.
  private mutating func readUnicodeEscape(from backslash: UnsafePointer<UInt8>) throws(ParseFailure) -> UnicodeScalar {
    let unit = try readHexDigits(from: backslash)
    if let scalar = UnicodeScalar(unit) { return scalar }
    if unit < 0xDC00, end - position >= 6, position[0] == UInt8(ascii: "\\"), position[1] == UInt8(ascii: "u") {
      let second = position
      position += 2
      let low = try readHexDigits(from: second)
      if (0xDC00...0xDFFF).contains(low) {
        return UnicodeScalar(0x10000 + (UInt32(unit - 0xD800) << 10 | UInt32(low - 0xDC00)))!
      }
      position = second
    }
    guard options.loneSurrogates == .replace else { throw failure(.invalidEscape, .surrogatePair, at: backslash) }
    return "\u{FFFD}"
  }

  private mutating func readHexDigits(from backslash: UnsafePointer<UInt8>) throws(ParseFailure) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard position < end else { throw failure(.hexDigits) }
      let digit: UInt8
      switch position.pointee {
      case let byte where byte &- 0x30 < 10: digit = byte &- 0x30
      case let byte where (byte | 0x20) &- 0x61 < 6: digit = (byte | 0x20) &- 0x61 + 10
      default: throw failure(.invalidEscape, .hexDigits, at: backslash)
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }

  /// `first` is where the bytes, before unescaping, are in the text.
  private func makeString(
    _ bytes: UnsafeBufferPointer<UInt8>, startingAt first: UnsafePointer<UInt8>
  ) throws(ParseFailure) -> String {
    if let string = String(validatedBytes: bytes) { return string }
    guard options.invalidUTF8 == .replace else { throw invalidUTF8(from: first) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Escapes are ASCII, so that the first invalid sequence in the text is also the first in the string.
  private func invalidUTF8(from first: UnsafePointer<UInt8>) -> ParseFailure {
    var decoder = UTF8.ForwardParser()
    var bytes = UnsafeBufferPointer(start: first, count: end - first).makeIterator()
    var place = first
    while case .valid(let scalar) = decoder.parseScalar(from: &bytes) { place += scalar.count }
    return failure(.invalidUTF8, .utf8, at: place)
  }

  /// Reads the object again, to find the first key that it has twice.
  func duplicateKey(openedAt opening: UnsafePointer<UInt8>) -> ParseFailure {
    let text = UnsafeBufferPointer(start: start, count: end - start)
    var reader = ValueReader(text, offset: opening + 1 - start, options: options)
    reader.skipWhitespace()
    var keys = JSONObject()
    while reader.position < end {
      let place = reader.position
      guard case .string(let key)? = try? reader.readValue() else { break }
      if keys.contains(key: key) { return failure(.duplicateKey, .newKey(key), at: place) }
      keys[key] = .null
      reader.skipWhitespace()
      reader.position += 1
      guard (try? reader.readValue()) != nil else { break }
      reader.skipWhitespace()
      reader.position += 1
      reader.skipWhitespace()
    }
    return failure(.duplicateKey, .key, at: opening)
  }
}
