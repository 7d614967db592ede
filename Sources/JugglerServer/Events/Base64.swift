/// Base64 (RFC 4648, section 4).
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var iterator = bytes.makeIterator()
    while let a = iterator.next() {
      let (b, c) = (iterator.next(), iterator.next())
      let word = UInt32(a) << 16 | UInt32(b ?? 0) << 8 | UInt32(c ?? 0)
      text.append(digits[Int(word >> 18)])
      text.append(digits[Int(word >> 12 & 63)])
      text.append(b == nil ? UInt8(ascii: "=") : digits[Int(word >> 6 & 63)])
      text.append(c == nil ? UInt8(ascii: "=") : digits[Int(word & 63)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
