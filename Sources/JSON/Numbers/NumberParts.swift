/// A number as written: `mantissa` × 10^`exponent`, the mantissa modulo 2^64.
struct NumberParts {
  let isNegative: Bool
  var mantissa: UInt64 = 0
  var exponent = 0

  init(isNegative: Bool) { self.isNegative = isNegative }

  /// The double, where one correctly rounded operation on exact operands gives it (Clinger, 1990).
  @inline(__always)
  var exactDouble: Double? {
    guard mantissa <= 1 << 53, -22...22 ~= exponent else { return nil }
    let magnitude =
      exponent < 0
      ? Double(mantissa) / PowersOfTen.exact[-exponent] : Double(mantissa) * PowersOfTen.exact[exponent]
    return isNegative ? -magnitude : magnitude
  }

  /// The nearest double, of a mantissa that has not overflowed; `nil` when it is zero, infinite or not certain.
  @inline(__always)
  var nearestDouble: Double? {
    if let exactDouble { return exactDouble }
    guard let magnitude = EiselLemire.double(mantissa: mantissa, exponent: exponent) else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  /// An integer of 19 digits or more, which may not fit, or minus zero.
  func large(_ text: UnsafeBufferPointer<UInt8>, count: Int) -> JSONValue {
    if mantissa == 0, count == 1 { return .double(-0.0) }
    if count == 19 {
      if mantissa <= UInt64(Int64.max) {
        let magnitude = Int64(mantissa)
        return .integer(isNegative ? -magnitude : magnitude)
      }
      if isNegative, mantissa == UInt64(Int64.max) + 1 { return .integer(.min) }
    }
    return .decimal(
      JSONDecimal(literal: String(decoding: text, as: UTF8.self), double: Self.finite(Self.nearest(text))))
  }

  /// A number with fraction or exponent that `exactDouble` does not give.
  func slow(_ text: UnsafeBufferPointer<UInt8>) -> JSONValue {
    var digits = text.prefix { $0 | 0x20 != UInt8(ascii: "e") }.filter { $0 &- UInt8(ascii: "0") < 10 }
    digits.removeFirst(digits.prefix { $0 == UInt8(ascii: "0") }.count)
    if digits.isEmpty { return .double(isNegative ? -0.0 : 0) }
    let significant = digits.count - digits.reversed().prefix { $0 == UInt8(ascii: "0") }.count
    let nearest = Self.nearest(text)
    let double = Self.finite(nearest)
    let adjusted = exponent + digits.count - 1
    let isKept = significant <= 17 && nearest.isFinite && !nearest.isZero
    // Literals beyond these exponents are not kept, as in jq.
    if isKept || abs(adjusted) > 999_999_999 { return .double(double) }
    let literal = (isNegative ? "-" : "") + Self.scientific(digits, exponent: exponent)
    return .decimal(JSONDecimal(literal: literal, double: double))
  }

  private static func nearest(_ text: UnsafeBufferPointer<UInt8>) -> Double {
    Double(String(decoding: text, as: UTF8.self)) ?? 0
  }

  /// The greatest finite double in place of an infinity.
  private static func finite(_ double: Double) -> Double {
    guard double.isInfinite else { return double }
    return double < 0 ? -Double.greatestFiniteMagnitude : .greatestFiniteMagnitude
  }

  /// "To scientific string" of the General Decimal Arithmetic specification, in which jq writes literals.
  private static func scientific(_ digits: [UInt8], exponent: Int) -> String {
    let adjusted = exponent + digits.count - 1
    var text = digits
    var suffix = ""
    if exponent <= 0, adjusted >= -6 {
      let point = digits.count + exponent
      if point <= 0 {
        text = Array("0.".utf8) + [UInt8](repeating: UInt8(ascii: "0"), count: -point) + digits
      } else if exponent < 0 {
        text.insert(UInt8(ascii: "."), at: point)
      }
    } else {
      if digits.count > 1 { text.insert(UInt8(ascii: "."), at: 1) }
      suffix = (adjusted < 0 ? "E-" : "E+") + String(abs(adjusted))
    }
    return String(decoding: text, as: UTF8.self) + suffix
  }
}
