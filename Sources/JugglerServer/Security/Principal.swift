/// What a client may do; each scope stands alone.
package enum Scope: String, Sendable, Hashable, CaseIterable {
  /// See definitions, runs, steps and events.
  case read
  /// Start runs, call workflows, publish events, and change what runs do.
  case run
  /// Store and delete definitions.
  case deploy
  /// Everything, and what concerns the server itself.
  case admin
}

/// Who asks.
package struct Principal: Sendable, Hashable {
  /// How that is known.
  package enum Kind: Sendable, Hashable {
    case local, key, token
  }

  /// Whom limits count: a key and a token's subject may have the same name, and two tokens of a subject other scopes.
  package struct Identity: Sendable, Hashable {
    package var kind: Kind
    package var name: String
  }

  package var kind: Kind
  /// For logs: the name of a key, or the subject of a token.
  package var name: String
  package var scopes: Set<Scope>

  package var identity: Identity { Identity(kind: kind, name: name) }

  package init(_ kind: Kind = .key, name: String, scopes: Set<Scope>) {
    self.kind = kind
    self.name = name
    self.scopes = scopes
  }

  /// Somebody on the same machine, where no authentication is configured.
  package static let local = Principal(.local, name: "local", scopes: [.admin])

  package func may(_ scope: Scope) -> Bool { scopes.contains(scope) || scopes.contains(.admin) }
}
