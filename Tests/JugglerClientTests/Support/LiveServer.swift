import AsyncPatterns
import JSON
import Juggler
import JugglerAPI
import JugglerClient
import JugglerTesting
import NIOCore
import OpenWorkflowRuntime

@testable import JugglerServer

/// A server on a port of the loopback, with an engine that keeps runs in memory.
struct LiveServer: Sendable {
  let client: WorkflowClient
  let engine: Engine

  static func run<R: Sendable>(
    connectors: [any Connector] = [], _ body: @escaping @Sendable (LiveServer) async throws -> R
  ) async throws -> R {
    let factory = WorkflowFactory { DocumentWorkflow($0, connectors: ConnectorRegistry(connectors)) }
    let engine = Engine(
      store: InMemoryStore(), clock: TimerClock(base: ContinuousClock()), cpuPool: .shared,
      workflows: WorkflowRegistry(load: factory.load))
    let catalog = DefinitionCatalog(engine: engine, factory: factory)
    let service = APIService(engine: engine, catalog: catalog)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let server = APIServer(
      configuration: APIServerConfiguration(port: 0), responder: APIResponder(service.endpoints)
    ) { address in
      port.yield(address.port ?? 0)
      port.finish()
    }
    return try await engine.serving {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        group.addTask { try await service.run() }
        defer { group.cancelAll() }
        var number = 0
        for await port in ports { number = port }
        return try await body(LiveServer(client: WorkflowClient("http://127.0.0.1:\(number)"), engine: engine))
      }
    }
  }

  /// Deploys a document of namespace `test`.
  func deploy(_ name: String, _ body: String, version: String = "1.0.0") async throws {
    let head = "document: { dsl: '1.0.3', namespace: test, name: \(name), version: '\(version)' }\n"
    _ = try await client.deploy(
      head + body, as: .init(namespace: "test", name: name, version: version))
  }
}
