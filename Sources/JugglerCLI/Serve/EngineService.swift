import Juggler
import ServiceLifecycle

/// The engine as a part of the server: a graceful shutdown lets effects in flight end.
struct EngineService: Service, CustomStringConvertible {
  let engine: Engine

  var description: String { "engine" }

  func run() async throws {
    try await withGracefulShutdownHandler {
      do {
        try await engine.run()
      } catch is CancellationError {
        // The time to drain was up: what was not done is done at the next start.
      }
    } onGracefulShutdown: {
      engine.shutDown()
    }
  }
}
