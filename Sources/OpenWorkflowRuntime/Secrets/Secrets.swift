package import JSON
import Juggler

/// The secrets that one run may read: those that its workflow declares, as they were when the run came to this process.
package struct Secrets: Sendable {
  private let declared: [String]
  private let values: [String: Result<JSONValue?, any Error>]

  /// Takes each from the first source that has it.
  package init(declared: [String], sources: [any SecretSource]) {
    self.declared = declared
    var values: [String: Result<JSONValue?, any Error>] = [:]
    for name in declared { values[name] = Result { try Self.value(of: name, in: sources) } }
    self.values = values
  }

  private static func value(of name: String, in sources: [any SecretSource]) throws -> JSONValue? {
    for source in sources {
      if let value = try source.secret(named: name) { return value }
    }
    return nil
  }

  /// Throws an `authorization` fault for a secret that is not declared, or that no source has.
  package func value(of name: String) throws -> JSONValue {
    guard let result = values[name] else {
      throw Fault(
        .authorization,
        detail: "secret '\(name)' is not declared: add it to 'use.secrets' to let this workflow read it")
    }
    if let value = try result.get() { return value }
    throw Fault(
      .authorization,
      detail: "secret '\(name)' is declared but has no value: give it in the secrets file, as the environment variable "
        + "\(EnvironmentSecrets.variable(for: name)), or as a file of the secrets directory")
  }

  /// The declared secrets that have a value.
  package var available: [(name: String, value: JSONValue)] {
    declared.compactMap { name in
      guard case .success(let value?)? = values[name] else { return nil }
      return (name, value)
    }
  }

  /// For `$secrets`: those of the given names, else all that are declared.
  package func values(of names: Set<String>?) throws -> JSONValue {
    .object(JSONObject(try (names?.sorted() ?? declared).map { ($0, try value(of: $0)) }))
  }
}
