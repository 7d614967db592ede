/// Names a run: a UUID of version 7 (RFC 9562), so that ids sort by the time of their creation.
public struct RunID: Sendable, Hashable {
  /// The first and the last eight bytes, as a store keeps them.
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A new id for a run created at `time`, which counts as 1970 when it is before that.
  public init(at time: Timestamp = .now) {
    let nanoseconds = UInt64(max(0, time.nanoseconds))
    let milliseconds = nanoseconds / 1_000_000 & 0xFFFF_FFFF_FFFF
    // 12 bits of the fraction of the millisecond keep ids of one process in order (RFC 9562, section 6.2, method 3).
    let fraction = nanoseconds % 1_000_000 * 4096 / 1_000_000
    high = milliseconds << 16 | 0x7000 | fraction
    low = RandomPool.shared.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
  }

  /// The half that is random tells ids apart; every table of runs asks for this.
  public func hash(into hasher: inout Hasher) { hasher.combine(low) }
}

extension RunID: LosslessStringConvertible {
  /// The canonical form, 36 characters in lower case.
  public var description: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var position = 0
      for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 {
          buffer[position] = UInt8(ascii: "-")
          position += 1
        }
        let word = index < 16 ? high : low
        let digit = UInt8(truncatingIfNeeded: word >> UInt64((15 - index % 16) * 4) & 0xF)
        buffer[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        position += 1
      }
      return 36
    }
  }

  /// Reads the canonical form of any UUID; `nil` for other text.
  public init?(_ description: String) {
    let text = Array(description.utf8)
    guard text.count == 36 else { return nil }
    var words: [UInt64] = [0, 0]
    var digits = 0
    for (position, character) in text.enumerated() {
      if [8, 13, 18, 23].contains(position) {
        guard character == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = Character(UnicodeScalar(character)).hexDigitValue else { return nil }
      words[digits / 16] = words[digits / 16] << 4 | UInt64(digit)
      digits += 1
    }
    high = words[0]
    low = words[1]
  }
}

extension RunID: Comparable {
  public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

extension RunID: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = RunID(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected a UUID, found '\(text)'")
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
