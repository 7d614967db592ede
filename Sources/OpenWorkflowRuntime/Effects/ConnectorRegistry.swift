package import Juggler

/// The connectors that a runtime has, by name.
package struct ConnectorRegistry: Sendable {
  private let connectors: [String: any Connector]

  package init(_ connectors: [any Connector] = []) {
    self.connectors = Dictionary(connectors.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// Throws a `configuration` fault when there is none of that name.
  package func connector(named name: String) throws(Fault) -> any Connector {
    if let connector = connectors[name] { return connector }
    let known = connectors.keys.sorted().joined(separator: ", ")
    throw Fault(
      .configuration,
      detail: "this runtime has no connector '\(name)'; it has: \(known.isEmpty ? "none" : known)")
  }
}
