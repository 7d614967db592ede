extension ByteSink {
  /// Appends a string in quotes. Escaped are quotes, backslashes and control characters, DEL among them, as in jq.
  @inline(__always)
  mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, escapingNonASCII: Bool) {
    append(UInt8(ascii: "\""))
    var position = text.baseAddress!
    let end = position + text.count
    while true {
      let plain = position
      position = escapingNonASCII ? Self.endOfASCII(plain, end) : Self.endOfPlain(plain, end)
      append(UnsafeBufferPointer(start: plain, count: position - plain))
      if position == end { break }
      position = appendEscaped(position)
    }
    append(UInt8(ascii: "\""))
  }

  /// Escapes the character at `position` and returns what follows it.
  @inline(never)
  private mutating func appendEscaped(_ position: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    switch position.pointee {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x08: append("\\b")
    case 0x0C: append("\\f")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    case let byte where byte < 0x80: appendUnit(UInt16(byte))
    case let byte:
      let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      let bytes = UnsafeBufferPointer(start: position, count: length)
      for unit in String(decoding: bytes, as: UTF8.self).utf16 { appendUnit(unit) }
      return position + length
    }
    return position + 1
  }

  private mutating func appendUnit(_ unit: UInt16) {
    append("\\u")
    for shift in [12, 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: unit >> shift) & 0xF
      append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
    }
  }

  @inline(__always)
  private static func endOfPlain(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var position = start
    while end - position >= 8 {
      let word = UInt64(littleEndian: UnsafeRawPointer(position).loadUnaligned(as: UInt64.self))
      let special = StringScan.highBitsOfSpecials(word) | StringScan.highBitsOfDeletes(word)
      if special != 0 { return position + special.trailingZeroBitCount >> 3 }
      position += 8
    }
    while position < end, !StringScan.isSpecial(position.pointee), position.pointee != 0x7F { position += 1 }
    return position
  }

  private static func endOfASCII(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var position = start
    while position < end, !StringScan.isSpecial(position.pointee), position.pointee < 0x7F { position += 1 }
    return position
  }
}
