import AsyncPatterns
import JSON
import Juggler
import JugglerSQLite
import Synchronization

/// A workflow of Swift code, in real time.
struct TestWorkflow: Workflow {
  let reference: WorkflowReference
  var digest: String { "digest of \(reference.name)" }
  let body: @Sendable (JSONValue, RunContext) async throws -> JSONValue

  init(_ name: String = "work", _ body: @escaping @Sendable (JSONValue, RunContext) async throws -> JSONValue) {
    reference = WorkflowReference(namespace: "test", name: name, version: "1.0.0")
    self.body = body
  }

  func run(_ input: JSONValue, in context: RunContext) async throws -> JSONValue { try await body(input, context) }
}

/// What happened, in order, from whatever task.
final class Log<Value: Sendable>: Sendable {
  private let state = Mutex<[Value]>([])

  var values: [Value] { state.withLock { $0 } }
  var count: Int { state.withLock { $0.count } }

  func append(_ value: Value) { state.withLock { $0.append(value) } }
}

extension Engine {
  static func test(
    _ store: any RunStore, _ registry: WorkflowRegistry, name: String = "test", lease: Duration = .seconds(2)
  ) -> Engine {
    Engine(
      store: store, clock: TimerClock(base: ContinuousClock()), cpuPool: .shared, workflows: registry,
      configuration: EngineConfiguration(
        name: name, lease: lease, pollInterval: .milliseconds(50), parkingThreshold: .milliseconds(40),
        parkingDelay: .milliseconds(10), claimLimit: 7))
  }
}

/// Runs `body` beside engines that serve, and stops these in good order afterwards.
func serving<R: Sendable>(_ engines: Engine..., body: @escaping @Sendable () async throws -> R) async throws -> R {
  try await withThrowingTaskGroup(of: R?.self) { group in
    for engine in engines {
      group.addTask {
        try await engine.run()
        return nil
      }
    }
    group.addTask {
      defer { for engine in engines { engine.shutDown() } }
      return try await body()
    }
    var result: R?
    while let next = try await group.next() { result = next ?? result }
    guard let result else { throw CancellationError() }
    return result
  }
}

/// Polls, for what no event tells.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
  let clock = ContinuousClock()
  let deadline = clock.now.advanced(by: .seconds(20))
  while try await !condition() {
    guard clock.now < deadline else { throw NeverHappened(what: what) }
    try await clock.sleep(for: .milliseconds(10))
  }
}

struct NeverHappened: Error { var what: String }
