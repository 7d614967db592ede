import JugglerConnectors
import OpenWorkflowRuntime

/// What workflows may do to the world.
struct EffectPolicy: Sendable {
  var processes: ProcessPolicy
  var outbound: OutboundPolicy

  /// On one's own command line a workflow may do what its user may.
  static let unrestricted = EffectPolicy(processes: .unrestricted, outbound: .unrestricted)
}
