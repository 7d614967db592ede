extension ByteSink {
  mutating func append(_ value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    appendDigits(value.magnitude)
  }

  @inline(__always)
  mutating func appendDigits(_ value: UInt64) {
    reserve(20)
    let count = value.decimalDigitCount
    commit(writingDigits(value, endingAt: tail + count, count: count))
  }

  /// Writes so many digits, zeros first where the value has fewer, and returns their number.
  @inline(__always)
  private func writingDigits(_ value: UInt64, endingAt end: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    var value = value
    var place = end
    for _ in 0..<count {
      let (rest, digit) = value.quotientAndRemainder(dividingBy: 10)
      place -= 1
      place.pointee = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      value = rest
    }
    return count
  }

  /// Appends the shortest digits that give the same double again, in the form in which jq 1.8 prints them.
  /// JSON has no word for NaN (`null`, as in jq) nor for infinities (the greatest finite double).
  mutating func append(_ value: Double) {
    guard value.isFinite else {
      if value.isNaN {
        append("null")
      } else {
        append(value < 0 ? -Double.greatestFiniteMagnitude : .greatestFiniteMagnitude)
      }
      return
    }
    if value.sign == .minus { append(UInt8(ascii: "-")) }
    let magnitude = value.magnitude
    if magnitude < 1e11 {
      // Decimals of at most 15 digits are doubles' shortest forms when they are their values at all.
      let scaled = Int64(magnitude * 10_000 + 0.5)
      if Double(scaled) / 10_000 == magnitude { return appendFixed(UInt64(bitPattern: scaled)) }
    }
    append(ShortestDigits(magnitude))
  }

  /// Appends a number of ten-thousandths.
  private mutating func appendFixed(_ scaled: UInt64) {
    let (integer, fraction) = scaled.quotientAndRemainder(dividingBy: 10_000)
    appendDigits(integer)
    guard fraction != 0 else { return }
    append(UInt8(ascii: "."))
    reserve(4)
    _ = writingDigits(fraction, endingAt: tail + 4, count: 4)
    var count = 4
    while tail[count - 1] == UInt8(ascii: "0") { count -= 1 }
    commit(count)
  }

  private mutating func append(_ digits: ShortestDigits) {
    let point = digits.point
    if point <= -4 || point > digits.count + 15 {
      append(digits, 0..<1)
      if digits.count > 1 {
        append(UInt8(ascii: "."))
        append(digits, 1..<digits.count)
      }
      let exponent = point - 1
      append(exponent < 0 ? "e-" : "e+")
      if exponent.magnitude < 10 { append(UInt8(ascii: "0")) }
      appendDigits(UInt64(exponent.magnitude))
    } else if point <= 0 {
      append("0.")
      append(repeating: UInt8(ascii: "0"), count: -point)
      append(digits, 0..<digits.count)
    } else if point < digits.count {
      append(digits, 0..<point)
      append(UInt8(ascii: "."))
      append(digits, point..<digits.count)
    } else {
      append(digits, 0..<digits.count)
      append(repeating: UInt8(ascii: "0"), count: point - digits.count)
    }
  }

  @inline(__always)
  private mutating func append(_ digits: ShortestDigits, _ range: Range<Int>) {
    reserve(range.count)
    for (offset, index) in range.enumerated() { tail[offset] = digits[index] }
    commit(range.count)
  }
}

extension UInt64 {
  @inline(__always)
  fileprivate var decimalDigitCount: Int {
    // log₁₀ 2 ≈ 1233 / 4096
    let estimate = ((64 - (self | 1).leadingZeroBitCount) * 1233) >> 12
    return self < PowersOfTen.integers[estimate] ? Swift.max(estimate, 1) : estimate + 1
  }
}
