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
  /// For logs: the name of a key, or the subject of a token.
  package var name: String
  package var scopes: Set<Scope>

  package init(name: String, scopes: Set<Scope>) {
    self.name = name
    self.scopes = scopes
  }

  /// Somebody on the same machine, where no authentication is configured.
  package static let local = Principal(name: "local", scopes: [.admin])

  package func may(_ scope: Scope) -> Bool { scopes.contains(scope) || scopes.contains(.admin) }
}
