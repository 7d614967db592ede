import AsyncPatterns
import CoreMetrics
import Hummingbird
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
  let console: Console

  func run() async throws {
    let logging = ServeLogging()
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
      try await serve(composition, registry, log)
    } catch {
      await composition.shutdown()
      throw error
    }
    await composition.shutdown()
  }

  private func serve(_ composition: Composition, _ registry: PrometheusRegistry, _ log: Logger) async throws {
    let secrets = try SecretArguments(
      file: settings[ServeSettings.secrets], directory: settings[ServeSettings.secretsDirectory]
    ).sources(environment: .process)
    let factory = WorkflowFactory { composition.workflow($0, secrets: secrets) }
    let engine = composition.engine(observers: [], workflows: WorkflowRegistry(load: factory.load))
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
    let router = EndpointRouter.router(of: endpoints)
    let host = try settings.value(of: ServeSettings.host)
    let port = try settings.value(of: ServeSettings.port)
    let server = Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { channel in
        log.notice("listening on \(channel.localAddress.map(String.init(describing:)) ?? "")")
      })
    loops.start()
    defer { loops.stop() }
    try await supervise(
      [EngineService(engine: engine), readiness, WatcherService(watcher: watcher), server], draining: readiness, log)
  }

  /// Runs the parts until a signal comes, then ends them, the last first.
  private func supervise(_ services: [any Service], draining readiness: Readiness, _ log: Logger) async throws {
    guard let interruption = Interruption() else { throw UserError("cannot handle signals: no pipe") }
    let limit = try settings.value(of: ServeSettings.drainTimeout)
    var configuration = ServiceGroupConfiguration(
      services: services.map { .init(service: $0) }
        + [
          .init(
            service: SignalService(interruption: interruption, readiness: readiness, log: log),
            successTerminationBehavior: .gracefullyShutdownGroup)
        ],
      logger: Logger(label: "juggler.services"))
    configuration.maximumGracefulShutdownDuration = limit
    try await ServiceGroup(configuration: configuration).run()
    log.notice("stopped")
  }
}
