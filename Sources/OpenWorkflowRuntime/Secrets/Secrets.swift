package import JSON
import Juggler

/// The secrets that one workflow may read: those it declares, from the first source that has them.
package struct Secrets: Sendable {
  private let declared: [String]
  private let sources: [any SecretSource]

  package init(declared: [String], sources: [any SecretSource]) {
    self.declared = declared
    self.sources = sources
  }

  /// Throws an `authorization` fault for a secret that is not declared, or that no source has.
  package func value(of name: String) throws -> JSONValue {
    guard declared.contains(name) else {
      throw Fault(
        .authorization,
        detail: "secret '\(name)' is not declared: add it to 'use.secrets' to let this workflow read it")
    }
    for source in sources {
      if let value = try source.secret(named: name) { return value }
    }
    throw Fault(
      .authorization,
      detail: "secret '\(name)' is declared but has no value: give it in the secrets file, as the environment variable "
        + "\(EnvironmentSecrets.variable(for: name)), or as a file of the secrets directory")
  }

  /// The values of the declared secrets that have one, to be masked.
  package var available: [JSONValue] {
    declared.compactMap { try? value(of: $0) }
  }

  /// For `$secrets`: those of the given names, else all that are declared.
  package func values(of names: Set<String>?) throws -> JSONValue {
    .object(JSONObject(try (names?.sorted() ?? declared).map { ($0, try value(of: $0)) }))
  }
}
