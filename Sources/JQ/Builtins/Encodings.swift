import JSON

enum PercentEncoding {
  /// Everything but letters, digits, `-`, `_`, `.` and `~` as `%XX`.
  static func encode(_ text: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte.continuesName || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~") {
        bytes.append(byte)
      } else {
        bytes.append(UInt8(ascii: "%"))
        bytes.append(hex[Int(byte >> 4)])
        bytes.append(hex[Int(byte & 15)])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `nil` where two hexadecimal digits do not follow a percent sign, or the bytes are not UTF-8.
  static func decode(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.next().flatMap(hexDigit), let low = rest.next().flatMap(hexDigit) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
  }
}

enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: some Collection<UInt8>) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count * 4 / 3 + 4)
    var code: UInt32 = 0
    var count = 0
    for byte in bytes {
      code = code << 8 | UInt32(byte)
      count += 1
      if count == 3 {
        for shift in [18, 12, 6, 0] { output.append(alphabet[Int(code >> UInt32(shift) & 63)]) }
        code = 0
        count = 0
      }
    }
    if count > 0 {
      code <<= UInt32(8 * (3 - count))
      for index in 0..<4 {
        output.append(index <= count ? alphabet[Int(code >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Padding may be missing; what is not UTF-8 becomes U+FFFD.
  static func decode(_ text: String) throws(Raised) -> String {
    var output: [UInt8] = []
    var code: UInt32 = 0
    var count = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "=") { break }
      guard let value = value(of: byte) else { throw .type(.string(text), "is not valid base64 data") }
      code = code << 6 | value
      count += 1
      if count == 4 {
        output.append(UInt8(truncatingIfNeeded: code >> 16))
        output.append(UInt8(truncatingIfNeeded: code >> 8))
        output.append(UInt8(truncatingIfNeeded: code))
        code = 0
        count = 0
      }
    }
    switch count {
    case 1: throw .type(.string(text), "trailing base64 byte found")
    case 2: output.append(UInt8(truncatingIfNeeded: code >> 4))
    case 3:
      output.append(UInt8(truncatingIfNeeded: code >> 10))
      output.append(UInt8(truncatingIfNeeded: code >> 2))
    default: break
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

enum Base32 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  static func encode(_ bytes: some Collection<UInt8>) -> String {
    var output: [UInt8] = []
    var code: UInt64 = 0
    var bits: UInt64 = 0
    for byte in bytes {
      code = code << 8 | UInt64(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        output.append(alphabet[Int(code >> bits & 31)])
      }
    }
    if bits > 0 { output.append(alphabet[Int(code << (5 - bits) & 31)]) }
    while output.count % 8 != 0 { output.append(UInt8(ascii: "=")) }
    return String(decoding: output, as: UTF8.self)
  }

  static func decode(_ text: String) throws(Raised) -> String {
    var output: [UInt8] = []
    var code: UInt64 = 0
    var bits: UInt64 = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "=") { break }
      guard let value = alphabet.firstIndex(of: byte) else { throw .type(.string(text), "is not valid base32 data") }
      code = code << 5 | UInt64(value)
      bits += 5
      if bits >= 8 {
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: code >> bits))
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
