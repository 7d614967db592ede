import AsyncPatterns
import Juggler
import JugglerConnectors
import JugglerSQLite
import OpenWorkflow
import OpenWorkflowRuntime

/// What a run of the command line is made of: the only place that picks a store and registers connectors.
final class Composition: Sendable {
  let store: any RunStore
  private let secrets: [any SecretSource]
  private let http: HTTPConnector
  private let processes = ProcessRunner()
  private let policy: EffectPolicy
  private let decorate: @Sendable (any Connector) -> any Connector

  /// - Parameter decorate: what to make of each connector, such as one that is traced.
  init(
    store: any RunStore = InMemoryStore(), secrets: [any SecretSource] = [], policy: EffectPolicy = .unrestricted,
    decorate: @escaping @Sendable (any Connector) -> any Connector = { $0 }
  ) {
    self.store = store
    self.secrets = secrets
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
    return ConnectorRegistry(all.map(decorate), policy: policy.processes)
  }

  /// - Parameter secrets: others than those of the composition.
  func workflow(
    _ definition: WorkflowDefinition, secrets: [any SecretSource]? = nil,
    library: any DefinitionLibrary = EmptyLibrary()
  ) -> DocumentWorkflow {
    DocumentWorkflow(definition, connectors: connectors, secrets: secrets ?? self.secrets, library: library)
  }

  /// An engine that drives every run of the store.
  func engine(
    observers: [any RunObserver], monitor: (any EngineMonitor)? = nil, workflows: WorkflowRegistry = WorkflowRegistry(),
    cpuPool: CPUPool = .shared
  ) -> Engine {
    Engine(
      store: store, clock: TimerClock(base: ContinuousClock()), cpuPool: cpuPool, observers: observers,
      monitor: monitor, workflows: workflows,
      configuration: EngineConfiguration(name: ProcessIdentity.current.description))
  }

  /// An engine for what one command does: it leaves other runs of the store alone, deletes none, and keeps its own in
  /// memory to their end.
  func commandEngine(observers: [any RunObserver], library: any DefinitionLibrary = EmptyLibrary()) -> Engine {
    let registry = WorkflowRegistry { [self] stored in
      workflow(try WorkflowFile.definition(of: stored), library: library)
    }
    return Engine(
      store: store, clock: TimerClock(base: ContinuousClock()), cpuPool: .shared, observers: observers,
      workflows: registry,
      configuration: EngineConfiguration(
        name: ProcessIdentity.current.description, parkingDelay: .longest, drivesEveryRun: false, retention: []))
  }

  /// Keeps a definition's text in the store, so that its runs can go on without its file.
  ///
  /// - Returns: false when the store has other content of that name and version.
  func keep(_ source: WorkflowSource, of workflow: DocumentWorkflow) async throws(StoreError) -> Bool {
    // Nobody comes back to a store that ends with the process.
    if store is InMemoryStore { return true }
    return try await store.save(
      StoredDefinition(
        digest: workflow.digest, workflow: workflow.reference, source: source.text, mediaType: source.mediaType,
        savedAt: .now))
  }

  /// Drives a run to its end as the options say, and closes everything.
  func drive(
    _ options: ExecutionOptions, _ title: String, _ library: any DefinitionLibrary, on console: Console,
    begin: @escaping @Sendable (Engine) async throws -> RunHandle
  ) async throws -> RunEnding {
    let session = RunSession(
      composition: self, title: title, library: library, timeout: options.timeout?.duration, trace: options.trace,
      console: console,
      begin: begin)
    do {
      let ending = try await session.run()
      await shutdown()
      return ending
    } catch {
      await shutdown()
      throw error
    }
  }

  /// Closes what the connectors and the store hold open. Nothing may run afterwards.
  func shutdown() async {
    await http.shutdown()
    // What was acknowledged is durable already; a log that could not be moved into the file is read at the next start.
    if let store = store as? SQLiteStore { try? await store.close() }
  }
}
