/// What a bracket expression or `\w` matches.
struct CharacterSet: Sendable {
  private var ascii: (UInt64, UInt64) = (0, 0)
  private var ranges: [ClosedRange<UInt32>] = []
  private var classes: [(CharacterClass, isNegated: Bool)] = []
  var isNegated = false
  var ignoresCase = false

  init() {}

  init(_ characterClass: CharacterClass, isNegated: Bool) { insert(characterClass, isNegated: isNegated) }

  mutating func insert(_ scalar: UInt32) { insert(scalar...scalar) }

  mutating func insert(_ range: ClosedRange<UInt32>) {
    if range.lowerBound < 128 {
      for value in range.lowerBound...min(range.upperBound, 127) { setASCII(value) }
    }
    if range.upperBound >= 128 { ranges.append(max(range.lowerBound, 128)...range.upperBound) }
  }

  mutating func insert(_ characterClass: CharacterClass, isNegated: Bool) {
    for value in UInt32(0)..<128 where characterClass.contains(value) != isNegated { setASCII(value) }
    classes.append((characterClass, isNegated))
  }

  private mutating func setASCII(_ value: UInt32) {
    if value < 64 { ascii.0 |= 1 << UInt64(value) } else { ascii.1 |= 1 << UInt64(value - 64) }
  }

  private func hasASCII(_ value: UInt32) -> Bool {
    (value < 64 ? ascii.0 >> UInt64(value) : ascii.1 >> UInt64(value - 64)) & 1 == 1
  }

  @inline(__always)
  func contains(_ scalar: UInt32) -> Bool {
    if scalar < 128, !ignoresCase { return hasASCII(scalar) != isNegated }
    return containsSlowly(scalar)
  }

  private func containsSlowly(_ scalar: UInt32) -> Bool {
    if hasPlain(scalar) { return !isNegated }
    if ignoresCase {
      for variant in CaseFolding.variants(of: scalar) where hasPlain(variant) { return !isNegated }
    }
    return isNegated
  }

  private func hasPlain(_ scalar: UInt32) -> Bool {
    if scalar < 128 { return hasASCII(scalar) }
    for range in ranges where range.contains(scalar) { return true }
    for (characterClass, isNegated) in classes where characterClass.contains(scalar) != isNegated { return true }
    return false
  }

  /// The bytes a match can begin with.
  var firstBytes: ByteSet {
    var bytes = ByteSet()
    for value in UInt32(0)..<128 where contains(value) { bytes.insert(UInt8(value)) }
    bytes.insertNonASCII()
    return bytes
  }
}

/// Simple case folding: one character to one character.
enum CaseFolding {
  static func fold(_ scalar: UInt32) -> UInt32 {
    if scalar < 128 { return (0x41...0x5A).contains(scalar) ? scalar + 32 : scalar }
    guard let value = Unicode.Scalar(scalar) else { return scalar }
    return single(value.properties.lowercaseMapping) ?? scalar
  }

  static func variants(of scalar: UInt32) -> [UInt32] {
    guard let value = Unicode.Scalar(scalar) else { return [] }
    var variants: [UInt32] = []
    for text in [value.properties.lowercaseMapping, value.properties.uppercaseMapping] {
      if let other = single(text), other != scalar { variants.append(other) }
    }
    return variants
  }

  private static func single(_ text: String) -> UInt32? {
    let scalars = text.unicodeScalars
    return scalars.count == 1 ? scalars.first?.value : nil
  }
}
