import AsyncPatterns
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import Juggler
import JugglerTesting
import NIOCore
import OpenWorkflowRuntime
import Testing

@testable import JugglerServer

/// The API of an engine that serves, on virtual time.
struct TestAPI: Sendable {
  let client: any TestClientProtocol
  let service: APIService
  let time: VirtualTime

  var engine: Engine { service.engine }
  var catalog: DefinitionCatalog { service.catalog }

  static func run(
    store: any RunStore = InMemoryStore(), connectors: [any Connector] = [],
    options: APIService.Options = APIService.Options(), extra: [Endpoint] = [], admission: Admission? = nil,
    _ body: @escaping @Sendable (TestAPI) async throws -> Void
  ) async throws {
    let factory = WorkflowFactory { DocumentWorkflow($0, connectors: ConnectorRegistry(connectors)) }
    try await VirtualTime.run { time in
      let engine = Engine(
        store: store, clock: time.clock, cpuPool: .shared, startTime: .now,
        workflows: WorkflowRegistry(load: factory.load))
      let catalog = DefinitionCatalog(engine: engine, factory: factory)
      try await catalog.load()
      var options = options
      options.clock = time.clock
      let service = APIService(engine: engine, catalog: catalog, options: options)
      let responder = APIResponder(
        service.endpoints + extra + [service.openAPIEndpoint(describing: service.endpoints + extra)],
        admission: admission)
      try await withThrowingTaskGroup { group in
        group.addTask { try await engine.run() }
        group.addTask { try? await service.feed.run() }
        defer {
          engine.shutDown()
          group.cancelAll()
        }
        try await Application(responder: responder).test(.router) { client in
          try await body(TestAPI(client: client, service: service, time: time))
        }
      }
    }
  }

  @discardableResult
  func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, headers: HTTPFields = [:]
  ) async throws -> Answer {
    var headers = headers
    if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
    return try await send(method, path, text: body.map { $0.serialized() }, headers: headers)
  }

  @discardableResult
  func send(
    _ method: HTTPRequest.Method, _ path: String, text: String?, headers: HTTPFields = [:]
  ) async throws -> Answer {
    let response = try await client.executeRequest(
      uri: path, method: method, headers: headers, body: text.map { ByteBuffer(string: $0) })
    return Answer(status: response.status, headers: response.headers, text: String(buffer: response.body))
  }

  /// Deploys a document; its path comes from `name` and `version`.
  @discardableResult
  func deploy(_ document: String, as path: String, type: String? = "application/yaml") async throws -> Answer {
    try await send(
      .put, "/api/v1/workflows/\(path)", text: document, headers: type.map { [.contentType: $0] } ?? [:])
  }
}

struct Answer {
  var status: HTTPResponse.Status
  var headers: HTTPFields
  var text: String

  var json: JSONValue { (try? JSONValue(parsing: text)) ?? "no JSON: \(text)" }
  var isProblem: Bool {
    headers[.contentType] == "application/problem+json" && json["status"]?.integerValue == Int64(status.code)
      && json["title"] != nil
  }
}
