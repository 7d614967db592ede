import JugglerServer
import ServiceLifecycle

/// Follows the files of the served directories until the server shuts down.
struct WatcherService: Service, CustomStringConvertible {
  let watcher: DefinitionWatcher

  var description: String { "definitions" }

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { [watcher] in try await watcher.run() }
    } catch is CancellationError {}
  }
}
