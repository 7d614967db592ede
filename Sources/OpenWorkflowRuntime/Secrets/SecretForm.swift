import JSON

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A way in which a secret's text may stand in another text.
enum SecretForm: String, Sendable, CaseIterable {
  case plain
  /// As a part of base64, behind a multiple of three bytes, or one or two more. The characters at its ends, which depend on
  /// what stands beside it, do not count.
  case base64At0, base64At1, base64At2
  /// The same at the end of what was encoded, with or without padding.
  case base64EndAt0, base64EndAt1, base64EndAt2, base64PaddedAt0, base64PaddedAt1, base64PaddedAt2
  /// With the alphabet for URLs.
  case base64URLAt0, base64URLAt1, base64URLAt2
  case base64URLEndAt0, base64URLEndAt1, base64URLEndAt2, base64URLPaddedAt0, base64URLPaddedAt1, base64URLPaddedAt2
  /// Percent-encoded: all that RFC 3986 reserves, in capitals or not; what JavaScript's encodeURIComponent does; what a URL
  /// cannot hold at all; a form's, where `+` is a blank.
  case percent, percentLower, percentComponent, percentURL, percentForm
  /// Within a text of JSON; with escaped slashes; in ASCII.
  case json, jsonSlashes, jsonASCII
  /// The same in hexadecimal digits.
  case hexadecimal, hexadecimalUpper

  /// Shorter texts are only looked for as they are: pieces of their encodings would stand anywhere.
  private static let shortestEncoded = 6

  /// How the text stands there; `nil` where it is too short to be found.
  func encoding(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    if self != .plain, bytes.count < Self.shortestEncoded { return nil }
    switch self {
    case .plain: return text
    case .base64At0: return Self.base64(bytes, at: 0, .inside)
    case .base64At1: return Self.base64(bytes, at: 1, .inside)
    case .base64At2: return Self.base64(bytes, at: 2, .inside)
    case .base64EndAt0: return Self.base64(bytes, at: 0, .end)
    case .base64EndAt1: return Self.base64(bytes, at: 1, .end)
    case .base64EndAt2: return Self.base64(bytes, at: 2, .end)
    case .base64PaddedAt0: return Self.base64(bytes, at: 0, .padded)
    case .base64PaddedAt1: return Self.base64(bytes, at: 1, .padded)
    case .base64PaddedAt2: return Self.base64(bytes, at: 2, .padded)
    case .base64URLAt0: return Self.urlAlphabet(Self.base64(bytes, at: 0, .inside))
    case .base64URLAt1: return Self.urlAlphabet(Self.base64(bytes, at: 1, .inside))
    case .base64URLAt2: return Self.urlAlphabet(Self.base64(bytes, at: 2, .inside))
    case .base64URLEndAt0: return Self.urlAlphabet(Self.base64(bytes, at: 0, .end))
    case .base64URLEndAt1: return Self.urlAlphabet(Self.base64(bytes, at: 1, .end))
    case .base64URLEndAt2: return Self.urlAlphabet(Self.base64(bytes, at: 2, .end))
    case .base64URLPaddedAt0: return Self.urlAlphabet(Self.base64(bytes, at: 0, .padded))
    case .base64URLPaddedAt1: return Self.urlAlphabet(Self.base64(bytes, at: 1, .padded))
    case .base64URLPaddedAt2: return Self.urlAlphabet(Self.base64(bytes, at: 2, .padded))
    case .percent: return Self.percent(bytes) { Self.isUnreserved($0) }
    case .percentLower: return Self.percent(bytes, digits: Self.lower) { Self.isUnreserved($0) }
    case .percentComponent: return Self.percent(bytes) { Self.isUnreserved($0) || "!'()*".utf8.contains($0) }
    case .percentURL: return Self.percent(bytes) { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }
    case .percentForm:
      let form = Self.percent(bytes) { Self.isUnreserved($0) && $0 != UInt8(ascii: "~") || $0 == 0x20 || $0 == 0x2A }
      return String(form.map { $0 == " " ? "+" : $0 })
    case .json: return Self.json(text)
    case .jsonSlashes:
      return Self.json(text).split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/")
    case .jsonASCII: return Self.ascii(Self.json(text))
    case .hexadecimal: return Self.hexadecimal(bytes, Self.lower)
    case .hexadecimalUpper: return Self.hexadecimal(bytes, Self.upper)
    }
  }

  private static let lower = Array("0123456789abcdef".utf8)
  private static let upper = Array("0123456789ABCDEF".utf8)

  private enum End { case inside, end, padded }

  private static func base64(_ bytes: [UInt8], at offset: Int, _ end: End) -> String {
    let encoded = Array(Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString().utf8)
    // Six bits a character: those that hold bits of the bytes only, and at the end zeros.
    let first = (offset * 8 + 5) / 6
    let bits = (offset + bytes.count) * 8
    let last =
      switch end {
      case .inside: bits / 6
      case .end: (bits + 5) / 6
      case .padded: encoded.count
      }
    return String(decoding: encoded[first..<last], as: UTF8.self)
  }

  private static func urlAlphabet(_ text: String) -> String {
    String(text.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~".utf8.contains(byte)
    }
  }

  private static func percent(_ bytes: [UInt8], digits: [UInt8] = upper, except isKept: (UInt8) -> Bool) -> String {
    var encoded: [UInt8] = []
    for byte in bytes {
      if isKept(byte) {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static func json(_ text: String) -> String {
    String(JSONValue.string(text).serialized().dropFirst().dropLast())
  }

  private static func ascii(_ text: String) -> String {
    text.utf16.reduce(into: "") { result, unit in
      if unit < 0x80 {
        result.unicodeScalars.append(UnicodeScalar(UInt8(unit)))
      } else {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }

  private static func hexadecimal(_ bytes: [UInt8], _ digits: [UInt8]) -> String {
    String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
