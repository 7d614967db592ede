import AsyncPatterns
import Juggler
import JugglerConnectors
import JugglerSQLite
import OpenWorkflow
import OpenWorkflowRuntime

/// What a run of the command line is made of: the only place that picks a store and registers connectors.
final class Composition: Sendable {
  private let store: any RunStore
  private let http: HTTPConnector
  private let processes = ProcessRunner()
  private let policy: EffectPolicy
  private let decorate: @Sendable (any Connector) -> any Connector

  /// - Parameter decorate: what to make of each connector, such as one that is traced.
  init(
    store: any RunStore = InMemoryStore(), policy: EffectPolicy = .unrestricted,
    decorate: @escaping @Sendable (any Connector) -> any Connector = { $0 }
  ) {
    self.store = store
    self.policy = policy
    self.decorate = decorate
    var configuration = HTTPConnector.Configuration()
    configuration.userAgent = "juggler/\(RuntimeVersion.current)"
    configuration.outbound = policy.outbound
    http = HTTPConnector(configuration: configuration)
  }

  private var connectors: ConnectorRegistry {
    let all: [any Connector] = [
      http, ShellConnector(runner: processes), ScriptConnector(runner: processes, http: http),
    ]
    return ConnectorRegistry(all.map { decorate(policy.applied(to: $0)) })
  }

  func workflow(_ definition: WorkflowDefinition, secrets: [any SecretSource] = []) -> DocumentWorkflow {
    DocumentWorkflow(definition, connectors: connectors, secrets: secrets)
  }

  func engine(
    observers: [any RunObserver], monitor: (any EngineMonitor)? = nil, workflows: WorkflowRegistry = WorkflowRegistry()
  ) -> Engine {
    Engine(
      store: store, clock: TimerClock(base: ContinuousClock()), cpuPool: .shared, observers: observers,
      monitor: monitor, workflows: workflows)
  }

  /// Closes what the connectors and the store hold open. Nothing may run afterwards.
  func shutdown() async {
    await http.shutdown()
    // What was acknowledged is durable already; a log that could not be moved into the file is read at the next start.
    if let store = store as? SQLiteStore { try? await store.close() }
  }
}
