import JSON
import Juggler
import JugglerTesting
import Synchronization
import Testing

struct AdmissionTests {
  let store = InMemoryStore()
  let order = Log<JSONValue>()
  let name = Retention.WorkflowName(namespace: "test", name: "closure")

  /// How many are within, and the most that ever were.
  final class Gauge: Sendable {
    private let state = Mutex((now: 0, peak: 0))
    var peak: Int { state.withLock { $0.peak } }
    func enter() { state.withLock { $0 = ($0.now + 1, max($0.peak, $0.now + 1)) } }
    func leave() { state.withLock { $0.now -= 1 } }
  }

  func workflow(_ gauge: Gauge, _ time: VirtualTime) -> ClosureWorkflow {
    ClosureWorkflow { input, context in
      try await context.step(StepID(task: "/work")) {
        order.append(input)
        gauge.enter()
        try await time.clock.sleep(for: .seconds(10))
        gauge.leave()
        return .null
      }
    }
  }

  @Test func noMoreRunsThanTheLimitAndHigherPriorityFirst() async throws {
    let gauge = Gauge()
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        engine.limit(name, to: AdmissionPolicy(concurrency: 2))
        var handles: [RunHandle] = []
        for number in 0..<6 {
          handles.append(
            try await engine.start(
              workflow(gauge, time), input: .integer(Int64(number)),
              options: StartOptions(priority: number == 4 ? 10 : 0)))
          try await time.clock.sleep(for: .milliseconds(1))
        }
        #expect(store.run(handles[5].id)?.status == .pending)
        for handle in handles { _ = try await handle.output() }
      }
    }
    #expect(gauge.peak == 2)
    #expect(order.values == [0, 1, 4, 2, 3, 5])
  }

  @Test func everyIntegerIsAPriority() async throws {
    let gauge = Gauge()
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        engine.limit(name, to: AdmissionPolicy(concurrency: 1))
        var handles: [RunHandle] = []
        for (number, priority) in [0, Int.min, Int.max, 1].enumerated() {
          handles.append(
            try await engine.start(
              workflow(gauge, time), input: .integer(Int64(number)), options: StartOptions(priority: priority)))
        }
        for handle in handles { _ = try await handle.output() }
      }
    }
    #expect(order.values == [0, 2, 3, 1])
  }

  @Test func oneAtATimeForEachKey() async throws {
    let (a, b) = (Gauge(), Gauge())
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        engine.limit(name, to: AdmissionPolicy(concurrencyPerKey: 1))
        var handles: [RunHandle] = []
        for number in 0..<6 {
          let isA = number % 2 == 0
          handles.append(
            try await engine.start(
              workflow(isA ? a : b, time), input: .integer(Int64(number)),
              options: StartOptions(concurrencyKey: isA ? "a" : "b")))
        }
        for handle in handles { _ = try await handle.output() }
        #expect(time.clock.now.offset == .seconds(30))
      }
    }
    #expect(a.peak == 1)
    #expect(b.peak == 1)
  }

  @Test func soManyBeginInAPeriod() async throws {
    let starts = Log<Duration>()
    try await VirtualTime.run { [self] time in
      let workflow = ClosureWorkflow { _, context in
        starts.append(time.clock.now.offset)
        return .null
      }
      try await serving(store, time) { [self] engine in
        engine.limit(name, to: AdmissionPolicy(rate: AdmissionPolicy.Rate(2, per: .seconds(10))))
        var handles: [RunHandle] = []
        for _ in 0..<6 { handles.append(try await engine.start(workflow, input: .null)) }
        for handle in handles { _ = try await handle.output() }
      }
    }
    #expect(starts.values == [0, 0, 5, 10, 15, 20].map { .seconds($0) })
  }

  /// A limit of one, and every run waits, short and long, and starts a child of the same workflow.
  @Test func aWaitingRunHoldsNoSlot() async throws {
    struct Nested: Workflow {
      let reference = WorkflowReference(namespace: "test", name: "closure", version: "1.0.0")
      func run(_ depth: Int, in context: RunContext) async throws -> Int {
        try await context.sleep("short", for: .seconds(5))
        try await context.sleep("long", for: .seconds(500))
        guard depth > 0 else { return 0 }
        return try await context.child("inner", self, depth - 1) + 1
      }
    }
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        engine.limit(name, to: AdmissionPolicy(concurrency: 1))
        let handles = [
          try await engine.start(Nested(), 3), try await engine.start(Nested(), 2), try await engine.start(Nested(), 0),
        ]
        #expect(try await handles[0].output() == 3)
        #expect(try await handles[1].output() == 2)
        #expect(try await handles[2].output() == 0)
        // All of them waited side by side.
        #expect(time.clock.now.offset < .seconds(2100))
      }
    }
  }

  @Test func aQueuedRunCanBeCancelledAndSuspended() async throws {
    let gauge = Gauge()
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        engine.limit(name, to: AdmissionPolicy(concurrency: 1))
        let first = try await engine.start(workflow(gauge, time), input: 0)
        let second = try await engine.start(workflow(gauge, time), input: 1)
        let third = try await engine.start(workflow(gauge, time), input: 2)
        try await second.cancel()
        try await third.suspend()
        #expect(try await second.outcome() == .cancelled)
        _ = try await first.output()
        try await time.clock.sleep(for: .seconds(100))
        #expect(store.run(third.id)?.status == .suspended)
        try await third.resume()
        _ = try await third.output()
      }
    }
    #expect(order.values == [0, 2])
  }
}
