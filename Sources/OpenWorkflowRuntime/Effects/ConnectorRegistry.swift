package import Juggler

/// The connectors that a runtime has, by name.
package struct ConnectorRegistry: Sendable {
  private let connectors: [String: any Connector]
  private let policy: ProcessPolicy

  package init(_ connectors: [any Connector] = [], policy: ProcessPolicy = .unrestricted) {
    self.policy = policy
    self.connectors = Dictionary(connectors.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// Throws an `authorization` fault when the policy does not allow effects of that name, a `configuration` fault when there
  /// is no connector for them.
  package func connector(named name: String) throws(Fault) -> any Connector {
    try policy.check(name)
    if let connector = connectors[name] { return connector }
    let known = connectors.keys.sorted().joined(separator: ", ")
    throw Fault(
      .configuration,
      detail: "this runtime has no connector '\(name)'; it has: \(known.isEmpty ? "none" : known)")
  }

  /// Throws an `authorization` fault when the policy does not allow effects of that name.
  package func checkIsAllowed(_ name: String) throws(Fault) { try policy.check(name) }
}
