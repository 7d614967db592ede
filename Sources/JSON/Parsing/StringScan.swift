/// Searches eight bytes at a time.
enum StringScan {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The first `"`, `\` or control character from `position` on, or `end`.
  @inline(__always)
  static func endOfPlainText(_ position: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var position = position
    while end - position >= 8 {
      let word = UInt64(littleEndian: UnsafeRawPointer(position).loadUnaligned(as: UInt64.self))
      let special = highBitsOfSpecials(word)
      if special != 0 { return position + special.trailingZeroBitCount >> 3 }
      position += 8
    }
    while position < end, !isSpecial(position.pointee) { position += 1 }
    return position
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
