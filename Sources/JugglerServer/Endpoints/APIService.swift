package import Juggler

/// The calls of the HTTP API.
package final class APIService: Sendable {
  package struct Options: Sendable {
    /// Bytes of a request's body at most.
    package var bodyLimit: Int
    /// For how long `Prefer: wait` is honoured at most.
    package var waitLimit: Duration
    /// Bodies of more bytes are parsed on the CPU pool, away from the event loops.
    package var inlineParsingLimit: Int
    /// How often an idle event stream says that it is alive.
    package var heartbeat: Duration
    /// How many events a live event stream holds for a slow reader before it is ended.
    package var eventBufferLimit: Int
    package var clock: any Clock<Duration>

    package init(
      bodyLimit: Int = 16 << 20, waitLimit: Duration = .seconds(60), inlineParsingLimit: Int = 64 << 10,
      heartbeat: Duration = .seconds(15), eventBufferLimit: Int = 1000, clock: any Clock<Duration> = ContinuousClock()
    ) {
      self.bodyLimit = bodyLimit
      self.waitLimit = waitLimit
      self.inlineParsingLimit = inlineParsingLimit
      self.heartbeat = heartbeat
      self.eventBufferLimit = eventBufferLimit
      self.clock = clock
    }
  }

  let engine: Engine
  let catalog: DefinitionCatalog
  let options: Options

  /// - Parameter engine: one whose `run` is called beside: it drives the runs.
  package init(engine: Engine, catalog: DefinitionCatalog, options: Options = Options()) {
    self.engine = engine
    self.catalog = catalog
    self.options = options
  }

  /// All of them, without what a server adds (health, metrics, the OpenAPI document).
  package var endpoints: [Endpoint] { definitionEndpoints + runEndpoints + [callEndpoint] }

  var store: any RunStore { engine.store }
}
