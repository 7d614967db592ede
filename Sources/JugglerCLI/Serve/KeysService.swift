import JugglerServer
import ServiceLifecycle

/// Follows the file of the API keys until the server has shut down: a key that is revoked while it drains counts no more.
struct KeysService: Service, CustomStringConvertible {
  let control: AccessControl

  var description: String { "keys" }

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { [control] in try await control.run() }
    } catch is CancellationError {}
  }
}
