import Juggler
import JugglerServer
import Logging
import ServiceLifecycle

/// Waits for the first Ctrl-C or SIGTERM; its end is the beginning of the server's.
struct SignalService: Service, CustomStringConvertible {
  let interruption: Interruption
  let readiness: Readiness
  let engine: Engine
  let log: Logger

  var description: String { "signals" }

  func run() async throws {
    let isStopped = await cancelWhenGracefulShutdown { [interruption] in await interruption.wait() }
    readiness.beginDraining()
    // Requests may still execute runs of their own.
    engine.beginShutDown()
    if isStopped { log.notice("shutting down; a second signal ends the process at once") }
  }
}
