import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import Testing

/// A workflow of Swift code, whose body a test gives.
struct Coded<Input: Codable & Sendable, Output: Codable & Sendable>: Workflow {
  var reference = WorkflowReference(namespace: "test", name: "coded", version: "1.0.0")
  let body: @Sendable (Input, RunContext) async throws -> Output

  init(
    _ name: String = "coded", version: String = "1.0.0",
    _ body: @escaping @Sendable (Input, RunContext) async throws -> Output
  ) {
    reference = WorkflowReference(namespace: "test", name: name, version: version)
    self.body = body
  }

  func run(_ input: Input, in context: RunContext) async throws -> Output { try await body(input, context) }
}

struct SwiftWorkflowTests {
  struct Order: Codable, Sendable, Equatable {
    var id: Int
    var items: [String]
  }

  let store = InMemoryStore()
  let effects = Log<String>()

  @Test func typedInputStepsAndOutput() async throws {
    let workflow = Coded<Order, Order> { order, context in
      let price = try await context.step("price") { order.items.count * 10 }
      try await context.step("notify") { effects.append("notify \(price)") }
      return Order(id: price, items: order.items.reversed())
    }
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { engine in
        let handle = try await engine.start(workflow, Order(id: 1, items: ["a", "b"]))
        #expect(try await handle.output(as: Order.self) == Order(id: 20, items: ["b", "a"]))
        await #expect(throws: Fault.self) { try await engine.start(workflow, input: ["id": "no number"]) }
      }
    }
    #expect(effects.values == ["notify 20"])
  }

  @Test func aRepeatedNameCountsUpAndBranchesHaveTheirOwn() async throws {
    let workflow = Coded<Int, [Int]> { count, context in
      var sum = 0
      for number in 0..<count { sum += try await context.step("add") { number } }
      let mapped = try await context.map(Array(0..<3), concurrency: 2) { element, context in
        try await context.step("add") { element * 100 }
      }
      return [sum] + mapped
    }
    let run = RunID(at: testStart)
    _ = try await Engine(store).execute(workflow, input: 3, id: run)
    #expect(
      Set(store.journal(of: run).stepNames) == ["add", "add#v1", "add#v2", "add#i0", "add#i1", "add#i2"])
  }

  /// A crash after every append: the output is the same, and so is everything that is random or tells the time.
  @Test(arguments: 1...13) func survivesACrashAnywhere(_ entry: Int) async throws {
    let seen = Log<String>()
    let workflow = Coded<Int, String> { input, context in
      let time = try await context.time().nanoseconds
      let uuid = try await context.uuid()
      let number = try await context.random(in: 0...1_000_000)
      seen.append("\(time) \(uuid) \(number)")
      try await context.sleep(for: .seconds(30))
      let child = try await context.child(
        "child", Coded<Int, Int>("inner") { input, context in try await context.step("double") { input * 2 } }, input)
      let computed = try await context.compute { child * 2 }
      return try await context.step("end") { "\(time) \(uuid) \(number) \(computed)" }
    }
    let run = RunID(at: testStart)
    let output: JSONValue = try await VirtualTime.run { [self] time in
      let failing = FaultingStore(store, crashingAt: entry, .afterCommit)
      do {
        return try await Engine(failing, time.clock).execute(workflow, input: 21, id: run)
      } catch is StoreError {
        try await time.clock.sleep(for: .seconds(5))
        return try await Engine(store, time.clock).resume(run, as: workflow)
      }
    }
    // What was seen last is what was seen first, as far as that was durable: the end says which.
    #expect(output.stringValue == seen.values.last.map { "\($0) 84" })
    #expect(Set(seen.values).count == 1 || entry < 5)
  }

  @Test func retriesAStepUnderItsPolicy() async throws {
    let workflow = Coded<Int, String> { _, context in
      try await context.step(
        "flaky", retry: RetryPolicy(maxAttempts: 3, backoff: .constant(.seconds(5)), jitter: .none),
        timeout: .seconds(10)
      ) {
        effects.append("try")
        if effects.count < 3 { throw Fault(.communication, detail: "down") }
        return "up"
      }
    }
    try await VirtualTime.run { [self] time in
      let output = try await Engine(store, time.clock).execute(workflow, input: 0)
      #expect(output == "up")
      #expect(time.clock.now.offset == .seconds(10))
    }
    #expect(effects.count == 3)
  }

  @Test func anErrorOfAnyTypeIsTheSameFaultOnReplay() async throws {
    struct Burnt: Error {}
    let workflow = Coded<Int, String> { _, context in
      do {
        return try await context.step("toast") { () -> String in throw Burnt() }
      } catch let fault as Fault {
        return try await context.step("report") { fault.title ?? "" }
      }
    }
    let run = RunID(at: testStart)
    let failing = Engine(FaultingStore(store, crashingAt: 3, .beforeCommit))
    await #expect(throws: StoreError.self) { try await failing.execute(workflow, input: 0, id: run) }
    #expect(try await Engine(store).resume(run, as: workflow) == "Burnt")
  }

  @Test func takesSignalsInOrderAlsoWhenParked() async throws {
    let workflow = Coded<Int, [String]> { _, context in
      let first = try await context.signal("approval", as: String.self)
      let other = try await context.signal("other", as: Int.self)
      let second = try await context.signal("approval", as: String.self)
      return [first, "\(other)", second]
    }
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(workflow, 0)
        try await handle.signal("approval", "early")
        try await time.clock.sleep(for: .seconds(100))
        #expect(store.run(handle.id)?.status == .waiting)
        try await handle.signal("approval", "late")
        try await time.clock.sleep(for: .seconds(100))
        #expect(store.run(handle.id)?.status == .waiting)
        try await handle.signal("other", 7)
        #expect(try await handle.output() == ["early", "7", "late"])
      }
    }
  }

  @Test func continuesAsNewWithoutEnd() async throws {
    let workflow = Coded<Int, String> { round, context in
      try await context.step("round") { effects.append("\(round)") }
      if round < 50 { try context.continueAsNew(round + 1) }
      return "round \(round)"
    }
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(workflow, 0)
        #expect(try await handle.output() == "round 50")
        let first = try #require(store.run(handle.id))
        let second = try #require(first.continuedAs.flatMap { store.run($0) })
        #expect(second.continues == handle.id)
        #expect(store.journal(of: second.id).stepNames == ["round"])
      }
      let output = try await Engine(store, time.clock).execute(workflow, input: 45)
      #expect(output == "round 50")
    }
  }

  @Test func aParentLeavesMemoryWhileItsChildRuns() async throws {
    let inner = Coded<Int, Int>("inner") { input, context in
      try await context.sleep(for: .seconds(1000))
      return try await context.step("double") { input * 2 }
    }
    let outer = Coded<Int, Int>("outer") { input, context in
      effects.append("outer")
      return try await context.child("child", inner, input) + 1
    }
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(outer, 4)
        try await time.clock.sleep(for: .seconds(100))
        #expect(store.run(handle.id)?.status == .waiting)
        let children = try await store.allRuns(RunQuery(parent: handle.id))
        #expect(children.count == 1)
        #expect(try await handle.output() == 9)
        #expect(time.clock.now.offset == .seconds(1000))
      }
    }
  }

  @Test func cancellingAParentCancelsItsChild() async throws {
    let inner = Coded<Int, Int>("inner") { _, context in
      try await context.sleep(for: .seconds(30))
      return 1
    }
    let outer = Coded<Int, Int>("outer") { input, context in try await context.child("child", inner, input) }
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(outer, 4)
        try await time.clock.sleep(for: .seconds(10))
        try await handle.cancel()
        #expect(try await handle.outcome() == .cancelled)
        let child = try #require(try await store.allRuns(RunQuery(parent: handle.id)).first)
        let outcome = try await engine.handle(of: child).outcome()
        #expect(outcome == .cancelled)
      }
    }
  }

  /// Other code goes on with a run: it is not guessed what was meant.
  @Test func aDivergenceStopsTheRunAndIsExplained() async throws {
    let original = Coded<Int, String> { _, context in
      try await context.step("reserve") { effects.append("reserve") }
      try await context.sleep(for: .seconds(500))
      try await context.step("pay") { effects.append("pay") }
      return "original"
    }
    func changed(_ body: @escaping @Sendable (RunContext) async throws -> Void) -> Coded<Int, String> {
      Coded { _, context in
        try await body(context)
        return "changed"
      }
    }
    let changes: [(Coded<Int, String>, [String])] = [
      (changed { try await $0.step("book") {} }, ["'book'", "'reserve'"]),
      (changed { try await $0.sleep("reserve", for: .seconds(1)) }, ["a step", "'reserve'", "a wait"]),
      (changed { _ = try await $0.step("reserve") { 1 } }, ["'reserve'", "Int"]),
    ]
    for (workflow, words) in changes {
      let store = InMemoryStore()
      try await VirtualTime.run { time in
        let id = try await serving(store, time) { engine in
          let id = try await engine.start(original, 0).id
          try await time.clock.sleep(for: .seconds(100))
          return id
        }
        try await serving(store, time, workflows: WorkflowRegistry(workflow)) { engine in
          try await time.clock.sleep(for: .seconds(1000))
          let record = try #require(store.run(id))
          #expect(record.status == .suspended)
          let detail = try #require(record.error?.detail)
          for word in words { #expect(detail.contains(word)) }
        }
        try await serving(store, time, workflows: WorkflowRegistry(original)) { engine in
          try await engine.resume(id)
          #expect(try await engine.handle(of: id).output() == "original")
        }
      }
    }
  }

  /// The limit goes on while nobody drives the run; what was done within it counts.
  @Test(arguments: [(10, "in time"), (5000, "late")]) func aTimeoutGoesOnAcrossARestart(
    _ pause: Int, _ expected: JSONValue
  ) async throws {
    let workflow = Coded<Int, String> { _, context in
      do {
        return try await context.withTimeout("limit", .seconds(600)) { context in
          try await context.step("first") { effects.append("first") }
          try await context.sleep(for: .seconds(300))
          return try await context.step("second") { "in time" }
        }
      } catch is TimeoutError {
        return try await context.step("first") { "late" }
      }
    }
    try await VirtualTime.run { [self] time in
      let id = try await serving(store, time) { engine in
        let id = try await engine.start(workflow, 0).id
        try await time.clock.sleep(for: .seconds(1))
        return id
      }
      try await time.clock.sleep(for: .seconds(pause))
      for _ in 0..<2 {
        try await serving(store, time, workflows: WorkflowRegistry(workflow)) { engine in
          let output = try await engine.handle(of: id).output()
          #expect(output == expected)
        }
      }
    }
    #expect(effects.count == 1)
  }
}
