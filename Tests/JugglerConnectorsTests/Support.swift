import JSON
import Juggler
import JugglerConnectors
import JugglerTesting
import OpenWorkflowRuntime
import Testing

let context = EffectContext(run: RunID(), step: StepID(task: "/do/0/test"))

/// Runs `body` with a connector and a started upstream, and shuts both down.
func withHTTP(
  _ configure: (inout HTTPConnector.Configuration) -> Void = { _ in },
  _ body: (Caller, LoopbackUpstream) async throws -> Void
) async throws {
  var configuration = HTTPConnector.Configuration()
  configure(&configuration)
  let connector = HTTPConnector(configuration: configuration)
  do {
    try await withLoopbackUpstream { try await body(Caller(connector: connector, base: $0.url), $0) }
    await connector.shutdown()
  } catch {
    await connector.shutdown()
    throw error
  }
}

/// Calls paths of one upstream.
struct Caller: Sendable {
  let connector: HTTPConnector
  let base: String

  @discardableResult
  func call(_ method: String, _ path: String, _ arguments: JSONObject = [:]) async throws -> JSONValue {
    var all: JSONObject = ["method": .string(method), "uri": .string(base + path)]
    for (key, value) in arguments { all[key] = value }
    return try await connector.perform(all, in: context)
  }

  /// The fault that the call ends with.
  func fault(_ method: String, _ path: String, _ arguments: JSONObject = [:]) async throws -> Fault {
    try await JugglerConnectorsTests.fault { try await call(method, path, arguments) }
  }
}

/// The fault that `body` throws; anything else fails the test.
func fault(_ body: () async throws -> JSONValue) async throws -> Fault {
  do {
    let value = try await body()
    Issue.record("expected a fault, found \(value)")
  } catch let fault as Fault {
    return fault
  }
  throw CancellationError()
}
