extension ByteSink {
  mutating func append(_ value: Int64) {
    reserve(20)
    if value < 0 { append(UInt8(ascii: "-")) }
    appendDigits(value.magnitude)
  }

  private mutating func appendDigits(_ value: UInt64) {
    var value = value
    let count = value.decimalDigitCount
    var place = tail + count
    while value >= 10 {
      let (rest, digit) = value.quotientAndRemainder(dividingBy: 10)
      place -= 1
      place.pointee = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      value = rest
    }
    place[-1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)
    commit(count)
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
    if value.magnitude < 1e15, let integer = Int64(exactly: value), integer != 0 { return append(integer) }
    if value.sign == .minus { append(UInt8(ascii: "-")) }
    if value == 0 { return append(UInt8(ascii: "0")) }
    var digits = ShortestDigits()
    value.magnitude.write(to: &digits)
    append(digits)
  }

  private mutating func append(_ number: ShortestDigits) {
    let digits = number.digits
    let point = number.point
    if point <= -4 || point > digits.count + 15 {
      append(digits[0])
      if digits.count > 1 {
        append(UInt8(ascii: "."))
        for digit in digits.dropFirst() { append(digit) }
      }
      let exponent = point - 1
      append(exponent < 0 ? "e-" : "e+")
      if exponent.magnitude < 10 { append(UInt8(ascii: "0")) }
      appendExponent(exponent.magnitude)
    } else if point <= 0 {
      append("0.")
      append(repeating: UInt8(ascii: "0"), count: -point)
      for digit in digits { append(digit) }
    } else {
      for (index, digit) in digits.enumerated() {
        if index == point { append(UInt8(ascii: ".")) }
        append(digit)
      }
      append(repeating: UInt8(ascii: "0"), count: max(0, point - digits.count))
    }
  }

  private mutating func appendExponent(_ magnitude: UInt) {
    reserve(20)
    appendDigits(UInt64(magnitude))
  }
}

extension UInt64 {
  @inline(__always)
  fileprivate var decimalDigitCount: Int {
    var count = 1
    var limit: UInt64 = 10
    while self >= limit {
      count += 1
      if count == 20 { break }
      limit *= 10
    }
    return count
  }
}

/// The significant digits of a positive finite double: 0.d₁d₂… × 10^`point`.
private struct ShortestDigits: TextOutputStream {
  var digits: [UInt8] = []
  var point = 0

  /// Takes Swift's description apart, whose digits are the shortest.
  mutating func write(_ description: String) {
    var exponent = 0
    var integerDigits: Int?
    var seen = 0
    var rest = Substring(description).utf8
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: ".") {
        integerDigits = seen
      } else if byte == UInt8(ascii: "e") {
        exponent = Int(Substring(rest)) ?? 0
        break
      } else {
        seen += 1
        digits.append(byte)
      }
    }
    point = (integerDigits ?? seen) + exponent
    while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(zeros)
    point -= zeros
  }
}
