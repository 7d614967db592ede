import AsyncPatterns
import CoreMetrics
import Juggler
import JugglerConnectors
import JugglerServer
import JugglerTelemetry
import Logging
import NIOCore
import NIOPosix
import OpenWorkflowRuntime
import ServiceLifecycle

/// `juggler serve` from its start to its end.
struct ServeSession {
  let settings: SettingSources
  let logging = ServeLogging()

  func run() async throws {
    guard let interruption = Interruption() else { throw UserError("cannot watch for signals: no pipe can be made") }
    try logging.start(settings)
    defer { logging.sink.flush() }
    let log = Logger(label: "juggler.serve")
    for warning in settings.warnings { log.warning("\(warning)") }

    let registry = PrometheusRegistry()
    MetricsSystem.bootstrap(registry)
    let storeArgument = try settings.value(of: ServeSettings.store)
    let store = try storeArgument.openForServing(origin: settings.origin(of: ServeSettings.store))
    let composition = Composition(store: store)
    do {
      try await serve(composition, registry, interruption, log)
    } catch {
      await composition.shutdown()
      throw error
    }
    await composition.shutdown()
  }

  private func serve(
    _ composition: Composition, _ registry: PrometheusRegistry, _ interruption: Interruption, _ log: Logger
  ) async throws {
    let secrets = try SecretArguments(
      file: settings[ServeSettings.secrets], directory: settings[ServeSettings.secretsDirectory]
    ).sources(environment: .process)
    let factory = WorkflowFactory { composition.workflow($0, secrets: secrets) }
    let metrics = EngineMetrics(registry)
    let engine = composition.engine(
      observers: [], monitor: metrics, workflows: WorkflowRegistry(load: factory.load))
    metrics.observe(engine)
    let catalog = DefinitionCatalog(engine: engine, factory: factory)
    let watcher = DefinitionWatcher(catalog: catalog, directories: settings[ServeSettings.workflows])
    try await catalog.load()
    await watcher.scan()

    let loops = LoopMonitor(MultiThreadedEventLoopGroup.singleton, registry: registry)
    let readiness = Readiness(
      loops: loops, checks: [Readiness.Check("store") { try await engine.store.checkWritable() }])
    let endpoints =
      APIService(engine: engine, catalog: catalog).endpoints
      + OperationsEndpoints.all(readiness: readiness, registry: registry)
    let configuration = try serverConfiguration
    let server = APIServer(configuration: configuration, router: EndpointRouter.router(of: endpoints)) { address in
      welcome(address, watcher, catalog)
    }
    loops.start()
    defer { loops.stop() }
    do {
      try await supervise(
        [EngineService(engine: engine), readiness, WatcherService(watcher: watcher), server],
        SignalService(interruption: interruption, readiness: readiness, engine: engine, log: log))
    } catch let error as APIServerError {
      throw UserError("\(settings.origin(of: ServeSettings.port)): \(error)")
    }
    log.notice("stopped")
  }

  private var serverConfiguration: APIServerConfiguration {
    get throws(UserError) {
      APIServerConfiguration(
        host: try settings.value(of: ServeSettings.host), port: try settings.value(of: ServeSettings.port),
        drainTimeout: try settings.value(of: ServeSettings.drainTimeout))
    }
  }

  /// Runs the parts until a signal comes, then ends them, the last first.
  private func supervise(_ services: [any Service], _ signals: SignalService) async throws {
    var configuration = ServiceGroupConfiguration(
      services: services.map { .init(service: $0) }
        + [.init(service: signals, successTerminationBehavior: .gracefullyShutdownGroup)],
      logger: Logger(label: "juggler.services"))
    // First requests have that long, then effects.
    configuration.maximumGracefulShutdownDuration = try settings.value(of: ServeSettings.drainTimeout) * 2
    try await ServiceGroup(configuration: configuration).run()
  }

  private func welcome(_ address: SocketAddress, _ watcher: DefinitionWatcher, _ catalog: DefinitionCatalog) {
    let host = address.ipAddress.map { address.protocol == .inet6 ? "[\($0)]" : $0 } ?? "localhost"
    let url = "http://\(host):\(address.port ?? 0)"
    let message = WelcomeMessage(
      url: url, store: settings[ServeSettings.store] ?? .memory, directories: settings[ServeSettings.workflows],
      deployments: catalog.all, unservedFiles: watcher.problems.count)
    if settings[ServeSettings.logFormat] == LogFormat.text.rawValue {
      for line in message.lines { logging.sink.write(line: line) }
    } else {
      Logger(label: "juggler.serve").notice("listening", metadata: ["url": "\(url)"])
    }
  }
}
