/// Searches eight bytes at a time.
enum StringScan {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// Advances to the first `"`, `\` or control character, or to `end`; returns whether all before it is ASCII.
  @inline(__always)
  static func skipPlainText(_ position: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
    var seen: UInt64 = 0
    while end - position >= 8 {
      let word = UInt64(littleEndian: UnsafeRawPointer(position).loadUnaligned(as: UInt64.self))
      let special = highBitsOfSpecials(word)
      guard special == 0 else {
        // Only the bytes below the first special one count.
        seen |= word & ((special & (0 &- special)) &- 1)
        position += special.trailingZeroBitCount >> 3
        return seen & highs == 0
      }
      seen |= word
      position += 8
    }
    while position < end, !isSpecial(position.pointee) {
      seen |= UInt64(position.pointee)
      position += 1
    }
    return seen & highs == 0
  }

  @inline(__always)
  static func isSpecial(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// The high bit of each byte that is special; the lowest set one is exact, higher ones may be borrow.
  @inline(__always)
  static func highBitsOfSpecials(_ word: UInt64) -> UInt64 {
    let quotes = word ^ (ones &* 0x22)
    let backslashes = word ^ (ones &* 0x5C)
    let found =
      ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | ((word &- ones &* 0x20) & ~word)
    return found & highs
  }

  /// The high bit of each byte that is DEL, exact up to the lowest set one.
  @inline(__always)
  static func highBitsOfDeletes(_ word: UInt64) -> UInt64 {
    let deletes = word ^ (ones &* 0x7F)
    return (deletes &- ones) & ~deletes & highs
  }
}
