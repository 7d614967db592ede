import JSON

/// Exact comparison of numbers that one double stands for, by the digits they were written with.
enum DecimalText {
  /// `nil` unless both numbers kept their digits.
  static func order(_ a: JSONValue, _ b: JSONValue) -> Int? {
    guard let a = Digits(a), let b = Digits(b) else { return nil }
    if a.isNegative != b.isNegative { return a.isNegative ? -1 : 1 }
    let magnitude =
      a.point != b.point ? (a.point < b.point ? -1 : 1) : compare(a.digits, b.digits)
    return a.isNegative ? -magnitude : magnitude
  }

  private static func compare(_ a: [UInt8], _ b: [UInt8]) -> Int {
    for index in 0..<max(a.count, b.count) {
      let left = index < a.count ? a[index] : UInt8(ascii: "0")
      let right = index < b.count ? b[index] : UInt8(ascii: "0")
      if left != right { return left < right ? -1 : 1 }
    }
    return 0
  }

  /// 0.d₁d₂… × 10^`point`, without leading zeros.
  private struct Digits {
    var isNegative = false
    var digits: [UInt8] = []
    var point = 0

    init?(_ value: JSONValue) {
      switch value {
      case .integer(let value): self.init(text: String(value))
      case .decimal(let value): self.init(text: value.literal)
      default: return nil
      }
    }

    private init(text: String) {
      var exponent = 0
      var integerDigits: Int?
      var rest = Substring(text).utf8
      while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "-"): isNegative = true
        case UInt8(ascii: "."): integerDigits = digits.count
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
          exponent = Int(Substring(rest)) ?? 0
          rest = Substring("").utf8
        default: digits.append(byte)
        }
      }
      let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
      point = (integerDigits ?? digits.count) + exponent - zeros
      digits.removeFirst(zeros)
    }
  }
}
