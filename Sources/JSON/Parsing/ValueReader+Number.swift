extension ValueReader {
  /// Reads a number that starts with a digit or `-`.
  mutating func readNumber() throws(ParseFailure) -> JSONValue {
    let first = position
    let isNegative = position.pointee == UInt8(ascii: "-")
    if isNegative { position += 1 }
    var number = NumberParts(isNegative: isNegative)
    let digits = position
    readDigits(into: &number.mantissa)
    let integerCount = position - digits
    guard integerCount > 0 else { throw failure(.invalidNumber, .digit, at: position) }
    if integerCount > 1, digits.pointee == UInt8(ascii: "0") {
      throw failure(.invalidNumber, .noLeadingZero, at: digits + 1)
    }
    guard position < end, isFractionOrExponent(position.pointee) else {
      if integerCount < 19, number.mantissa != 0 || !isNegative {
        let magnitude = Int64(bitPattern: number.mantissa)
        return .integer(isNegative ? 0 &- magnitude : magnitude)
      }
      return number.large(UnsafeBufferPointer(start: first, count: position - first), count: integerCount)
    }
    var fractionCount = 0
    if position.pointee == UInt8(ascii: ".") {
      position += 1
      let fraction = position
      readDigits(into: &number.mantissa)
      fractionCount = position - fraction
      guard fractionCount > 0 else { throw failure(.invalidNumber, .digit, at: position) }
    }
    if position < end, position.pointee | 0x20 == UInt8(ascii: "e") {
      number.exponent = try readExponent()
    }
    number.exponent -= fractionCount
    // At most 19 digits cannot have overflowed the mantissa, and a double keeps at most 17 of them.
    if integerCount + fractionCount <= 19, number.mantissa < 100_000_000_000_000_000,
      let double = number.nearestDouble
    {
      return .double(double)
    }
    return number.slow(UnsafeBufferPointer(start: first, count: position - first))
  }

  @inline(__always)
  private mutating func readDigits(into mantissa: inout UInt64) {
    while position < end {
      let digit = position.pointee &- UInt8(ascii: "0")
      guard digit < 10 else { return }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      position += 1
    }
  }

  @inline(__always)
  private func isFractionOrExponent(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
  }

  /// Reads `e` and what follows it. Beyond ±2,000,000,000 the value no longer matters.
  private mutating func readExponent() throws(ParseFailure) -> Int {
    position += 1
    var isNegative = false
    if position < end, position.pointee == UInt8(ascii: "-") || position.pointee == UInt8(ascii: "+") {
      isNegative = position.pointee == UInt8(ascii: "-")
      position += 1
    }
    let digits = position
    var exponent = 0
    while position < end {
      let digit = position.pointee &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      exponent = min(exponent * 10 + Int(digit), 2_000_000_000)
      position += 1
    }
    guard position > digits else { throw failure(.invalidNumber, .digit, at: position) }
    return isNegative ? -exponent : exponent
  }
}
