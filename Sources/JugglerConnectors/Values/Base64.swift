#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Base64 with the standard alphabet and padding (RFC 4648, section 4).
enum Base64 {
  static func encode(_ bytes: some Sequence<UInt8>) -> String { Data(bytes).base64EncodedString() }

  /// The bytes; `nil` when the text is no base64. Line breaks and blanks are skipped.
  static func decode(_ text: String) -> [UInt8]? {
    let compact = text.filter { !$0.isWhitespace }
    return Data(base64Encoded: compact).map { Array($0) }
  }
}
