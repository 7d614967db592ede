/// The significant digits of a positive finite double, 0.d₁d₂… × 10^`point`, as few as read back as the same double.
struct ShortestDigits {
  private var digits = InlineArray<24, UInt8>(repeating: 0)
  private(set) var count = 0
  private(set) var point = 0

  /// Takes Swift's description apart, whose digits are the shortest.
  init(_ value: Double) {
    value.write(to: &self)
  }

  subscript(index: Int) -> UInt8 {
    @inline(__always) get { digits[index] }
  }

  private mutating func read(_ description: UnsafeBufferPointer<UInt8>) {
    var exponent = 0
    var integerDigits = -1
    var zeros = 0
    var position = 0
    while position < description.count {
      let byte = description[position]
      position += 1
      if byte == UInt8(ascii: ".") {
        integerDigits = count + zeros
      } else if byte == UInt8(ascii: "e") {
        exponent = Self.exponent(description, from: position)
        break
      } else if byte == UInt8(ascii: "0"), count == 0 {
        zeros += 1
      } else if count < 24 {
        digits[count] = byte
        count += 1
      }
    }
    point = (integerDigits < 0 ? count + zeros : integerDigits) - zeros + exponent
    while count > 1, digits[count - 1] == UInt8(ascii: "0") { count -= 1 }
  }

  private static func exponent(_ description: UnsafeBufferPointer<UInt8>, from position: Int) -> Int {
    var magnitude = 0
    for byte in description[position...] where byte &- UInt8(ascii: "0") < 10 {
      magnitude = magnitude * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return description[position] == UInt8(ascii: "-") ? -magnitude : magnitude
  }
}

extension ShortestDigits: TextOutputStream {
  mutating func write(_ description: String) {
    description.withUTF8Bytes { read($0) }
  }

  /// Spares the string where the standard library offers the bytes.
  mutating func _writeASCII(_ description: UnsafeBufferPointer<UInt8>) { read(description) }
}
