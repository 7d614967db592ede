import JSON

/// A number as its digits say it, coefficient × 10^exponent: 19.99 is a multiple of 0.01, which doubles deny.
struct ExactDecimal: Sendable {
  let isNegative: Bool
  /// Without trailing zeros; `nil` when there are more than 38 digits.
  let coefficient: UInt128?
  let exponent: Int

  private static let digitLimit = 38

  init(_ value: Int64) {
    self.init(literal: String(value))
  }

  init?(_ value: JSONValue) {
    switch value {
    case .integer(let integer): self.init(integer)
    case .double(let double): self.init(literal: double.description)
    case .decimal(let decimal): self.init(literal: decimal.literal)
    default: return nil
    }
  }

  /// Reads a number as RFC 8259 writes it.
  init(literal: String) {
    var coefficient: UInt128 = 0
    var digits = 0
    /// Zeros that belong to the coefficient only if another digit follows.
    var zeros = 0
    var exponent = 0
    var isNegative = false
    var isFraction = false
    var written: Int?
    var isWrittenNegative = false
    for byte in literal.utf8 {
      switch byte {
      case UInt8(ascii: "-"): if written == nil { isNegative = true } else { isWrittenNegative = true }
      case UInt8(ascii: "+"): continue
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): written = 0
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = byte - UInt8(ascii: "0")
        if let soFar = written {
          written = min(soFar * 10 + Int(digit), 1 << 40)
          continue
        }
        if isFraction { exponent -= 1 }
        guard digit > 0 else {
          if digits > 0 { zeros += 1 }
          continue
        }
        digits += zeros + 1
        if digits <= Self.digitLimit {
          for _ in 0...zeros { coefficient *= 10 }
          coefficient += UInt128(digit)
        }
        zeros = 0
      default: continue
      }
    }
    self.isNegative = isNegative
    self.coefficient = digits <= Self.digitLimit ? coefficient : nil
    self.exponent = digits == 0 ? 0 : exponent + zeros + (isWrittenNegative ? -1 : 1) * (written ?? 0)
  }

  var isIntegral: Bool { exponent >= 0 }

  /// Whether a whole number times `divisor` makes this; `nil` when there are too many digits to tell.
  func isMultiple(of divisor: ExactDecimal) -> Bool? {
    guard let coefficient, let modulus = divisor.coefficient, modulus > 0 else { return nil }
    if coefficient == 0 || modulus == 1 && exponent >= divisor.exponent { return true }
    // Without trailing zeros, a coefficient has no factor ten left to offer.
    guard exponent >= divisor.exponent else { return false }
    let scale = Self.power(of: 10, exponent - divisor.exponent, modulo: modulus)
    return Self.product(coefficient % modulus, scale, modulo: modulus) == 0
  }

  static func < (a: Self, b: Self) -> Bool {
    guard let left = a.coefficient, let right = b.coefficient else { return false }
    if left == 0 || right == 0 { return left == 0 ? right > 0 && !b.isNegative : a.isNegative }
    guard a.isNegative == b.isNegative else { return a.isNegative }
    return a.isNegative ? magnitudes(b, right, a, left) : magnitudes(a, left, b, right)
  }

  /// Whether |a| < |b|.
  private static func magnitudes(_ a: Self, _ left: UInt128, _ b: Self, _ right: UInt128) -> Bool {
    let (leftDigits, rightDigits) = (String(left).utf8.count, String(right).utf8.count)
    let (leftSize, rightSize) = (leftDigits + a.exponent, rightDigits + b.exponent)
    guard leftSize == rightSize else { return leftSize < rightSize }
    // Of equal size, the one with fewer digits is brought to as many as the other has: they still fit.
    func scaled(_ value: UInt128, by zeros: Int) -> UInt128 {
      (0..<max(zeros, 0)).reduce(value) { value, _ in value * 10 }
    }
    return scaled(left, by: rightDigits - leftDigits) < scaled(right, by: leftDigits - rightDigits)
  }

  private static func product(_ a: UInt128, _ b: UInt128, modulo modulus: UInt128) -> UInt128 {
    modulus.dividingFullWidth(a.multipliedFullWidth(by: b)).remainder
  }

  private static func power(of base: UInt128, _ exponent: Int, modulo modulus: UInt128) -> UInt128 {
    var (result, factor, rest) = (1 % modulus, base % modulus, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = product(result, factor, modulo: modulus) }
      factor = product(factor, factor, modulo: modulus)
      rest >>= 1
    }
    return result
  }
}

extension JSONValue {
  /// Whether this is a number without a fractional part, however it is written.
  var isIntegral: Bool {
    switch self {
    case .integer: true
    case .double(let value): value.rounded() == value
    case .decimal: ExactDecimal(self)?.isIntegral ?? false
    default: false
    }
  }

  /// Whether this number is smaller than another; exact, also where doubles no longer tell them apart.
  func isLess(than other: JSONValue) -> Bool {
    if case .integer(let a) = self, case .integer(let b) = other { return a < b }
    guard let a = doubleValue, let b = other.doubleValue else { return false }
    guard a == b else { return a < b }
    if case .double = self, case .double = other { return false }
    guard let a = ExactDecimal(self), let b = ExactDecimal(other) else { return false }
    return a < b
  }
}
