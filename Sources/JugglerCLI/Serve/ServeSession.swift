import AsyncPatterns
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
    let delay = try settings.value(of: ServeSettings.shutdownDelay)
    guard let interruption = Interruption(reporting: delay > .zero ? 2 : 1) else {
      throw UserError("cannot watch for signals: no pipe can be made")
    }
    try logging.start(settings)
    defer { logging.sink.flush() }
    let log = Logger(label: "juggler.serve")
    for warning in settings.warnings { log.warning("\(warning)") }

    // All that may be wrong, before anything begins.
    let server = try settings.serverConfiguration()
    let security = try settings.securityConfiguration()
    let policy = try settings.effectPolicy()
    let directories = try settings.directories()
    let telemetry = try ServeTelemetry(settings, .process)
    for warning in telemetry.warnings { log.warning("\(warning)") }
    let control: AccessControl
    do {
      control = try AccessControl(security)
    } catch {
      throw UserError("\(settings.origin(of: ServeSettings.keys)): \(error)")
    }
    do {
      try await control.prepare()
    } catch {
      throw UserError("\(settings.origin(of: ServeSettings.keySet)): \(error)")
    }
    let store = try settings.value(of: ServeSettings.store).openForServing(
      origin: settings.origin(of: ServeSettings.store))
    let composition = Composition(store: store, policy: policy) { TracedConnector($0, tracer: telemetry.runs) }
    do {
      try await serve(composition, telemetry, control, server, directories, interruption)
    } catch {
      await composition.shutdown()
      throw error
    }
    await composition.shutdown()
    log.notice("stopped")
  }

  private func serve(
    _ composition: Composition, _ telemetry: ServeTelemetry, _ control: AccessControl,
    _ configuration: APIServerConfiguration, _ directories: [String], _ interruption: Interruption
  ) async throws {
    let secrets = try SecretArguments(
      file: settings[ServeSettings.secrets], directory: settings[ServeSettings.secretsDirectory]
    ).sources(environment: .process)
    let library = CatalogLibrary()
    let factory = WorkflowFactory { composition.workflow($0, secrets: secrets, library: library) }
    let isIdle = try settings.value(of: ServeSettings.computePriority) == "idle"
    let engine = composition.engine(
      observers: telemetry.observers, monitor: telemetry.monitor, workflows: WorkflowRegistry(load: factory.load),
      cpuPool: isIdle ? CPUPool(isIdle: true) : .shared)
    telemetry.engine.observe(engine)
    let catalog = DefinitionCatalog(engine: engine, factory: factory)
    library.use(catalog)
    let watcher = DefinitionWatcher(
      catalog: catalog, directories: directories,
      sameVersion: try settings.value(of: ServeSettings.sameVersion) == "refuse" ? .refuse : .replace,
      isSelective: !settings.gives(ServeSettings.workflows))
    try await composition.store.freeRunsOfGoneProcesses()
    try await catalog.load()
    await watcher.scan()

    let loops = LoopMonitor(MultiThreadedEventLoopGroup.singleton, registry: telemetry.registry)
    let readiness = Readiness(
      loops: loops,
      checks: [
        Readiness.Check("store") { try await engine.store.checkWritable() },
        Readiness.Check("definitions") {
          let problems = watcher.problems.count
          return "\(catalog.all.count) served" + (problems == 0 ? "" : ", \(problems) files with errors")
        },
      ])
    let service = APIService(
      engine: engine, catalog: catalog, options: APIService.Options(bodyLimit: configuration.limits.bodySize))
    var endpoints =
      service.endpoints + OperationsEndpoints.all(readiness: readiness, registry: telemetry.registry)
    endpoints.append(service.openAPIEndpoint(describing: endpoints))
    let responder = APIResponder(
      endpoints, telemetry: RequestTelemetry(metrics: telemetry.requests, tracer: telemetry.tracer),
      crossOrigin: CrossOrigin(control.configuration),
      admission: Admission(control))
    let server = APIServer(configuration: configuration, responder: responder) { address in
      welcome(address, configuration, watcher, catalog)
    }
    telemetry.requests.observe(server.load)
    loops.start()
    defer { loops.stop() }
    var services: [any Service] = telemetry.services + [EngineService(engine: engine), readiness]
    if control.configuration.keysFile != nil { services.append(KeysService(control: control)) }
    if try settings.value(of: ServeSettings.watch) { services.append(WatcherService(watcher: watcher)) }
    let signals = SignalService(
      signal: { await interruption.wait() }, delay: try settings.value(of: ServeSettings.shutdownDelay),
      clock: ContinuousClock(), announce: { readiness.beginDraining() },
      stop: {
        interruption.stopReporting()
        // Requests may still execute runs of their own.
        engine.beginShutDown()
      }, log: Logger(label: "juggler.serve"))
    do {
      try await supervise(services + [server, service], signals)
    } catch let error as APIServerError {
      throw UserError("\(settings.origin(of: ServeSettings.port)): \(error)")
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

  private func welcome(
    _ address: SocketAddress, _ configuration: APIServerConfiguration, _ watcher: DefinitionWatcher,
    _ catalog: DefinitionCatalog
  ) {
    let host = address.ipAddress.map { address.protocol == .inet6 ? "[\($0)]" : $0 } ?? "localhost"
    let url = "\(configuration.tls == nil ? "http" : "https")://\(host):\(address.port ?? 0)"
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
