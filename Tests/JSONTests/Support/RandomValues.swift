import JSON

/// A small generator with a fixed start (Steele, Lea and Flood, 2014): failures come again.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next(upTo limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

extension JSONValue {
  /// Any value that can be written without loss, nested up to `depth`.
  static func random(depth: Int, _ random: inout SplitMix64) -> JSONValue {
    switch random.next(upTo: depth > 0 ? 8 : 6) {
    case 0: return .null
    case 1: return .bool(random.next(upTo: 2) == 0)
    case 2: return .integer(Int64(bitPattern: random.next()) >> random.next(upTo: 64))
    case 3:
      let double = Double(bitPattern: random.next())
      return .double(double.isFinite ? double : 0.5)
    case 4, 5: return .string(.random(&random))
    case 6: return .array((0..<random.next(upTo: 6)).map { _ in .random(depth: depth - 1, &random) })
    default:
      let count = random.next(upTo: 10) == 0 ? 40 : random.next(upTo: 6)
      return .object(JSONObject((0..<count).map { _ in (.random(&random), .random(depth: depth - 1, &random)) }))
    }
  }
}

extension String {
  fileprivate static func random(_ random: inout SplitMix64) -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<random.next(upTo: 24) {
      let ranges: [Range<UInt32>] = [
        0x20..<0x7F, 0x20..<0x7F, 0..<0x20, 0x22..<0x23, 0x5C..<0x5D, 0x7F..<0x800, 0x800..<0xD800, 0xE000..<0x110000,
      ]
      let range = ranges[random.next(upTo: ranges.count)]
      scalars.append(Unicode.Scalar(range.lowerBound + UInt32(random.next(upTo: range.count)))!)
    }
    return String(scalars)
  }
}
