package import Juggler
import ServiceLifecycle

/// The calls of the HTTP API.
package final class APIService: Service {
  package struct Options: Sendable {
    /// Bytes of a request's body at most.
    package var bodyLimit: Int
    /// For how long `Prefer: wait` is honoured at most.
    package var waitLimit: Duration
    /// Bodies of more bytes are parsed on the CPU pool, away from the event loops.
    package var inlineParsingLimit: Int
    /// How often an idle event stream says that it is alive.
    package var heartbeat: Duration
    /// How long published events are kept.
    package var eventRetention: Duration
    package var clock: any Clock<Duration>

    package init(
      bodyLimit: Int = 16 << 20, waitLimit: Duration = .seconds(60), inlineParsingLimit: Int = 64 << 10,
      heartbeat: Duration = .seconds(15), eventRetention: Duration = .seconds(7 * 86_400),
      clock: any Clock<Duration> = ContinuousClock()
    ) {
      self.bodyLimit = bodyLimit
      self.waitLimit = waitLimit
      self.inlineParsingLimit = inlineParsingLimit
      self.heartbeat = heartbeat
      self.eventRetention = eventRetention
      self.clock = clock
    }
  }

  let engine: Engine
  let catalog: DefinitionCatalog
  let options: Options
  package let feed: EventFeed

  /// - Parameter engine: one whose `run` is called beside: it drives the runs.
  package init(engine: Engine, catalog: DefinitionCatalog, options: Options = Options()) {
    self.engine = engine
    self.catalog = catalog
    self.options = options
    feed = EventFeed(engine: engine, heartbeat: options.heartbeat, retention: options.eventRetention)
  }

  /// All of them, without what a server adds (health, metrics, the OpenAPI document).
  package var endpoints: [Endpoint] { definitionEndpoints + runEndpoints + eventEndpoints + [callEndpoint] }

  /// Follows the feeds of the store for those who watch, until the task is cancelled or a graceful shutdown begins; then the
  /// event streams end, so that they do not hold it up.
  package func run() async throws {
    await cancelWhenGracefulShutdown { [feed] in
      defer { feed.end() }
      try? await feed.run()
    }
  }

  var store: any RunStore { engine.store }
}
