/// Decimal to binary by one or two 64-bit multiplications (Lemire, "Number parsing at a gigabyte per second", 2021).
enum EiselLemire {
  /// The double nearest to `mantissa` × 10^`exponent`; `nil` when that is zero or infinite, or when the product of
  /// 128 bits leaves its rounding open.
  static func double(mantissa: UInt64, exponent: Int) -> Double? {
    guard mantissa != 0, PowersOfFive.least...PowersOfFive.greatest ~= exponent else { return nil }
    let leadingZeros = mantissa.leadingZeroBitCount
    let product = multiply(mantissa << UInt64(leadingZeros), exponent)
    if product.low == .max, !(-27...55 ~= exponent) { return nil }

    let upperBit = Int(product.high >> 63)
    let shift = UInt64(upperBit + 64 - 52 - 3)
    var significand = product.high >> shift
    // ⌊exponent × log₂ 10⌋ + 63, in 16-bit fixed point, and the double's bias.
    var binaryExponent = ((217_706 * exponent) >> 16) + 63 + upperBit - leadingZeros + 1023
    if binaryExponent <= 0 { return subnormal(significand, binaryExponent) }

    // Exactly halfway between two doubles: only then is the even one to be taken.
    if product.low <= 1, -4...23 ~= exponent, significand & 3 == 1, significand << shift == product.high {
      significand &= ~1
    }
    significand += significand & 1
    significand >>= 1
    if significand >= 1 << 53 {
      significand = 1 << 52
      binaryExponent += 1
    }
    guard binaryExponent < 0x7FF else { return nil }
    return Double(bitPattern: UInt64(binaryExponent) << 52 | significand & ((1 << 52) - 1))
  }

  private static func subnormal(_ significand: UInt64, _ binaryExponent: Int) -> Double? {
    guard 1 - binaryExponent < 64 else { return nil }
    var significand = significand >> UInt64(1 - binaryExponent)
    significand += significand & 1
    significand >>= 1
    // Rounding up to 2^52 sets the exponent's lowest bit, which makes it the least normal double.
    return significand == 0 ? nil : Double(bitPattern: significand)
  }

  /// The high 128 bits of `mantissa` × 5^`exponent`, as precise as rounding to a double needs.
  @inline(__always)
  private static func multiply(_ mantissa: UInt64, _ exponent: Int) -> (high: UInt64, low: UInt64) {
    let index = 2 * (exponent - PowersOfFive.least)
    var product = mantissa.multipliedFullWidth(by: PowersOfFive.mantissas[index])
    if product.high & 0x1FF == 0x1FF {
      let correction = mantissa.multipliedFullWidth(by: PowersOfFive.mantissas[index + 1]).high
      let (low, overflow) = product.low.addingReportingOverflow(correction)
      product = (product.high + (overflow ? 1 : 0), low)
    }
    return (product.high, product.low)
  }
}
