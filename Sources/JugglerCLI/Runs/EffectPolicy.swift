import JSON
import Juggler
import JugglerConnectors
import OpenWorkflowRuntime

/// What workflows may do to the world.
struct EffectPolicy: Sendable {
  /// Of what starts processes: `shell`, `script`; `nil` for all of it.
  var allowed: Set<String>?
  var outbound: OutboundPolicy

  /// On one's own command line a workflow may do what its user may.
  static let unrestricted = EffectPolicy(allowed: nil, outbound: .unrestricted)

  func applied(to connector: any Connector) -> any Connector {
    guard let allowed, !allowed.contains(connector.name), ServeSettings.allow.accepts(connector.name) else {
      return connector
    }
    return ForbiddenConnector(name: connector.name)
  }
}

/// Stands for what this server does not let workflows do.
private struct ForbiddenConnector: Connector {
  let name: String

  func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue {
    throw Fault(
      .authorization,
      detail:
        "this server runs no \(name) tasks; whoever runs it may allow them with \(ServeSettings.allow.option) \(name)")
  }
}
