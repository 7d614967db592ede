import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import Synchronization

/// A workflow of Swift code.
struct ClosureWorkflow: Workflow {
  let reference = WorkflowReference(namespace: "test", name: "closure", version: "1.0.0")
  var digest = "digest-1"
  let body: @Sendable (JSONValue, RunContext) async throws -> JSONValue

  init(digest: String = "digest-1", _ body: @escaping @Sendable (JSONValue, RunContext) async throws -> JSONValue) {
    self.digest = digest
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

extension Log: RunObserver where Value == RunEvent {
  func observe(_ event: RunEvent) { append(event) }
}

let testStart = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

extension Engine {
  /// An engine on virtual time, which it reads as so long after `testStart`.
  convenience init(
    _ store: any RunStore, _ clock: ManualClock = ManualClock(), observers: [any RunObserver] = []
  ) {
    self.init(
      store: store, clock: clock, cpuPool: .shared, observers: observers, startTime: testStart + clock.now.offset)
  }
}
