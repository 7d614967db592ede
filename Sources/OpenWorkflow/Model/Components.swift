/// A workflow's reusable components (`use`). References to them are already resolved where they are
/// used; only functions are looked up when they are called.
package struct Components: Sendable {
  package let authentications: [String: Authentication]
  package let catalogs: [String: Catalog]
  package let errors: [String: ErrorDefinition]
  /// In order of declaration.
  package let extensions: [Extension]
  /// Each with the reference `/use/functions/<name>`.
  package let functions: [String: TaskEntry]
  package let retries: [String: RetryPolicy]
  /// The names of the secrets that the workflow may read.
  package let secrets: [String]
  package let timeouts: [String: Timeout]
}

/// Where functions `name:version@catalog` come from.
package struct Catalog: Sendable {
  package let name: String
  package let endpoint: Endpoint
}

/// Tasks that run before or after every task of a kind.
package struct Extension: Sendable {
  package enum Target: String, Sendable, CaseIterable {
    case call, composite, emit, `extension`, `for`, listen, raise, run, set, `switch`, `try`, wait, all
  }

  package let name: String
  package let extend: Target
  package let when: Expression?
  package let before: TaskList?
  package let after: TaskList?
}
