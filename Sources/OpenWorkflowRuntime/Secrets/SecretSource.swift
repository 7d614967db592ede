package import JSON

/// Where the values of secrets come from.
package protocol SecretSource: Sendable {
  /// The secret's value, `nil` when this source has none of that name.
  func secret(named name: String) throws -> JSONValue?
}

/// Secrets given as one object.
package struct InlineSecrets: SecretSource {
  private let values: JSONObject

  package init(_ values: JSONObject) { self.values = values }

  package func secret(named name: String) -> JSONValue? { values[name] }
}

/// Secrets in environment variables `JUGGLER_SECRET_<NAME>`: the name in upper case, `-` and `.` as `_`.
package struct EnvironmentSecrets: SecretSource {
  private let environment: [String: String]

  package init(_ environment: [String: String]) { self.environment = environment }

  package static func variable(for name: String) -> String {
    "JUGGLER_SECRET_" + String(name.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  package func secret(named name: String) -> JSONValue? {
    environment[Self.variable(for: name)].map(JSONValue.init(secretText:))
  }
}

extension JSONValue {
  /// A secret from text: an object when the text is one in JSON, else the text itself.
  package init(secretText text: String) {
    if text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"), let value = try? JSONValue(parsing: text) {
      self = value
    } else {
      self = .string(text)
    }
  }
}
