package import JSON
import JugglerAPI

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// What is kept of an API key. The key itself is not.
package struct APIKeyRecord: Sendable, Hashable {
  /// Unique; what logs call its user.
  package var name: String
  /// The beginning of the key.
  package var hint: String
  /// SHA-256 of the key.
  package var digest: [UInt8]
  package var scopes: Set<Scope>
  package var createdAt: Date
  package var expiresAt: Date?

  package init(name: String, key: APIKey, scopes: Set<Scope>, createdAt: Date, expiresAt: Date? = nil) {
    self.name = name
    hint = key.hint
    digest = key.digest
    self.scopes = scopes
    self.createdAt = createdAt
    self.expiresAt = expiresAt
  }

  package func isExpired(at now: Date) -> Bool { expiresAt.map { $0 <= now } ?? false }

  package var principal: Principal { Principal(name: name, scopes: scopes) }
}

extension APIKeyRecord {
  private static let digestPrefix = "sha256:"

  package var json: JSONValue {
    var object: JSONObject = [
      "name": .string(name), "key": .string(hint + "…"),
      "hash": .string(Self.digestPrefix + Hexadecimal.encode(digest)),
      "scopes": .array(Scope.allCases.filter(scopes.contains).map { .string($0.rawValue) }),
      "createdAt": .string(createdAt.rfc3339),
    ]
    if let expiresAt { object["expiresAt"] = .string(expiresAt.rfc3339) }
    return .object(object)
  }

  /// - Throws: an `APIKeyFileError` that says what was expected.
  init(json: JSONValue) throws(APIKeyFileError) {
    func text(_ name: String) throws(APIKeyFileError) -> String {
      guard let text = json[name]?.stringValue, !text.isEmpty else {
        throw APIKeyFileError("expected a text for '\(name)', found \(json[name]?.serialized() ?? "nothing")")
      }
      return text
    }
    func time(_ name: String) throws(APIKeyFileError) -> Date {
      guard let date = Date(rfc3339: try text(name)) else {
        throw APIKeyFileError("expected a time such as 2026-01-31T12:00:00Z for '\(name)', found '\(try text(name))'")
      }
      return date
    }
    name = try text("name")
    hint = String(try text("key").filter { $0 != "…" })
    let hash = try text("hash")
    guard hash.hasPrefix(Self.digestPrefix), let digest = Hexadecimal.decode(hash.dropFirst(Self.digestPrefix.count)),
      digest.count == 32
    else { throw APIKeyFileError("expected 'sha256:' and 64 hexadecimal digits for 'hash', found '\(hash)'") }
    self.digest = digest
    scopes = []
    guard case .array(let names)? = json["scopes"], !names.isEmpty else {
      throw APIKeyFileError(
        "expected a list of scopes for 'scopes', found \(json["scopes"]?.serialized() ?? "nothing")")
    }
    for name in names {
      guard let scope = name.stringValue.flatMap(Scope.init) else {
        throw APIKeyFileError("expected read, run, deploy or admin as a scope, found \(name.serialized())")
      }
      scopes.insert(scope)
    }
    createdAt = try time("createdAt")
    expiresAt = json["expiresAt"] == nil || json["expiresAt"] == .null ? nil : try time("expiresAt")
  }
}

/// Two digits a byte.
enum Hexadecimal {
  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    bytes.reduce(into: "") { text, byte in
      text += String(byte >> 4, radix: 16)
      text += String(byte & 15, radix: 16)
    }
  }

  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let digits = text.utf8.map { $0 }
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = Character(UnicodeScalar(digits[index])).hexDigitValue,
        let low = Character(UnicodeScalar(digits[index + 1])).hexDigitValue
      else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return bytes
  }
}
