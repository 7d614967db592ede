import AsyncHTTPClient
import AsyncPatterns
import Foundation
import JSON
import Juggler
import JugglerConnectors
import NIOCore
import NIOPosix
import OpenWorkflow
import OpenWorkflowRuntime

/// Something that is done many times.
struct Contender: Sendable {
  let name: String
  let title: String
  let runs: Int
  /// What one of the tasks does, again and again, with values of its own.
  let task: @Sendable () throws -> @Sendable () async throws -> Void
}

/// All that is measured, on two event loops whose executors the tasks prefer, as in the server.
struct Contenders {
  private(set) var all: [Contender] = []
  private let loops: MultiThreadedEventLoopGroup
  private let executors: [LoopExecutor]
  private let connector: HTTPConnector
  private let client: HTTPClient

  init(port: Int) throws {
    let count = ProcessInfo.processInfo.environment["LOOPS"].flatMap { Int($0) } ?? 2
    let loops = MultiThreadedEventLoopGroup(numberOfThreads: count)
    self.loops = loops
    executors = loops.makeIterator().map { LoopExecutor($0) }
    var configuration = HTTPConnector.Configuration()
    configuration.eventLoopGroup = loops
    let connector = HTTPConnector(configuration: configuration)
    self.connector = connector
    var clientConfiguration = HTTPClient.Configuration()
    clientConfiguration.httpVersion = .http1Only
    clientConfiguration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 4096
    let client = HTTPClient(eventLoopGroupProvider: .shared(loops), configuration: clientConfiguration)
    self.client = client
    let engine = Engine(store: InMemoryStore(), clock: TimerClock(base: ContinuousClock()), cpuPool: .shared)

    func add(
      _ name: String, _ title: String, runs: Int,
      _ task: @escaping @Sendable () throws -> @Sendable () async throws -> Void
    ) {
      all.append(Contender(name: name, title: title, runs: runs, task: task))
    }

    let registry = ConnectorRegistry([connector])
    func document(
      _ text: String, _ input: String, _ output: String
    ) throws -> @Sendable () throws -> @Sendable () async throws -> Void {
      let outcome = DocumentReader.read(text, file: "benchmark.yaml")
      guard let definition = outcome.value else { throw Unexpected("\(outcome.diagnostics)") }
      let workflow = DocumentWorkflow(definition, connectors: registry)
      return {
        let (input, output) = (try JSONValue(parsing: input), try JSONValue(parsing: output))
        return {
          let result = try await engine.execute(workflow, input: input, sharesTask: true)
          guard result == output else { throw Unexpected(result.serialized()) }
        }
      }
    }
    add(
      "shape", "document: shape the input", runs: 100_000,
      try document(Documents.shape, Documents.shapeInput, Documents.shapeOutput))
    add(
      "call", "document: one call, shaped", runs: 20_000,
      try document(Documents.call(port: port), Documents.callInput, Documents.callOutput))
    let url = "http://127.0.0.1:\(port)/items/7"
    add("connector", "connector: one call", runs: 20_000) {
      let arguments: JSONObject = ["method": "get", "uri": .string(url), "output": "content", "redirect": false]
      let context = EffectContext(run: RunID(), step: StepID(task: "/do/0/fetch"))
      return {
        let result = try await connector.perform(arguments, in: context)
        guard result["id"] == 7 else { throw Unexpected(result.serialized()) }
      }
    }
    add("ahc", "async-http-client: one call, body collected", runs: 20_000) {
      {
        let response = try await client.execute(HTTPClientRequest(url: url), deadline: .distantFuture)
        let body = try await response.body.collect(upTo: 1 << 20)
        guard body.readableBytes == Documents.answer.utf8.count else { throw Unexpected("\(body)") }
      }
    }
    let bare = BareClient(port: port)
    add("nio", "bare NIO: request and answer as bytes", runs: 20_000) { { try await bare.call() } }
  }

  struct Unexpected: Error {
    var what: String
    init(_ what: String) { self.what = what }
  }

  /// Microseconds of CPU for each run.
  func cost(of contender: Contender, concurrency: Int, runs: Int) async throws -> Double {
    let each = max(1, runs / concurrency)
    let start = cpuMicroseconds()
    try await withThrowingDiscardingTaskGroup { group in
      for index in 0..<concurrency {
        group.addTask(executorPreference: executors[index % executors.count]) {
          let once = try contender.task()
          for _ in 0..<each { try await once() }
        }
      }
    }
    return (cpuMicroseconds() - start) / Double(each * concurrency)
  }

  func shutdown() async {
    await connector.shutdown()
    try? await client.shutdown()
    try? await loops.shutdownGracefully()
  }
}
