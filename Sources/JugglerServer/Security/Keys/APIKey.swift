import Crypto

/// A key as a client presents it: `jgl_` and 43 letters and digits, 256 bits of randomness. Because nobody can guess it, a
/// plain hash of it is enough to keep.
package struct APIKey: Sendable, Hashable {
  package static let prefix = "jgl_"
  private static let length = 43
  private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  package let text: String

  /// A new key from the system's generator.
  package static func generate() -> APIKey {
    var generator = SystemRandomNumberGenerator()
    let characters = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
    return APIKey(text: prefix + String(decoding: characters, as: UTF8.self))
  }

  private init(text: String) { self.text = text }

  /// - Returns: `nil` for a text that has not the form of a key.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.prefix), text.utf8.count == Self.prefix.utf8.count + Self.length else { return nil }
    self.text = text
  }

  /// What is kept of the key: its SHA-256.
  package var digest: [UInt8] {
    var hash = SHA256()
    var text = text
    text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    return Array(hash.finalize())
  }

  /// How its owner recognises it.
  package var hint: String { String(text.prefix(8)) }
}
