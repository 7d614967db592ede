import AsyncPatterns
import JSON
import JugglerTesting
import Synchronization
import Testing

@testable import Juggler

struct ParkingTests {
  let store = InMemoryStore()
  let log = Log<String>()

  /// Two branches that wait an hour and two, then a step.
  func patient() -> ClosureWorkflow {
    ClosureWorkflow { _, context in
      log.append("body")
      try await withThrowingDiscardingTaskGroup { group in
        for hours in 1...2 {
          group.addTask { try await context.sleep(StepID(task: "/\(hours)"), for: .seconds(3600 * hours)) }
        }
      }
      return try await context.step(StepID(task: "/end")) {
        log.append("end")
        return "done"
      }
    }
  }

  @Test func aRunThatWaitsLongLeavesMemoryAndComesBackInTime() async throws {
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(patient(), input: .null)
        try await time.clock.sleep(for: .seconds(10))
        let parked = try #require(store.run(handle.id))
        #expect(parked.status == .waiting)
        #expect(parked.owner == nil)
        #expect(parked.wakesAt == testStart + .seconds(3600))
        #expect(try await handle.output() == "done")
        #expect(time.clock.now.offset == .seconds(7200))
      }
    }
    // Begun, woken after an hour, and after two.
    #expect(log.values == ["body", "body", "body", "end"])
  }

  /// What memory takes is a matter of how many runs are in it: a few stay a second, in case something happens yet.
  @Test(arguments: [(runs: 10, inMemory: 10), (runs: 2000, inMemory: 0)])
  func aCrowdOfIdleRunsLeavesMemorySooner(_ count: (runs: Int, inMemory: Int)) async throws {
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let workflow = patient()
        for _ in 0..<count.runs { _ = try await engine.start(workflow, input: .null) }
        try await time.clock.sleep(for: .milliseconds(350))
        #expect(engine.tables.withLock { $0.active.count } == count.inMemory)
        try await time.clock.sleep(for: .seconds(2))
        // What is left of a parked run is on disk.
        #expect(engine.tables.withLock { $0.active.isEmpty && $0.queued.isEmpty && $0.waiters.isEmpty })
        #expect(engine.tables.withLock { $0.idle.isEmpty && $0.lingering.isEmpty })
        #expect(store.runCounts()[.waiting] == count.runs)
      }
    }
  }

  @Test func aCrowdOfShortWaitsStaysInMemory() async throws {
    try await VirtualTime.run { [self] time in
      let workflow = ClosureWorkflow { _, context in
        log.append("body")
        try await context.sleep(StepID(task: "/a"), for: .seconds(59))
        return "done"
      }
      try await serving(InMemoryStore(endedRunsKept: 2000), time) { [self] engine in
        let handles = try await (0..<1500).concurrentMap { _ in try await engine.start(workflow, input: .null) }
        for handle in handles { _ = try await handle.output() }
        #expect(log.count == 1500)
      }
    }
  }

  @Test func aShortWaitStaysInMemory() async throws {
    try await VirtualTime.run { [self] time in
      let workflow = ClosureWorkflow { _, context in
        log.append("body")
        try await context.sleep(StepID(task: "/a"), for: .seconds(59))
        return "done"
      }
      try await serving(store, time) { engine in
        let output = try await engine.start(workflow, input: .null).output()
        #expect(output == "done")
      }
    }
    #expect(log.values == ["body"])
  }

  /// A limit is up in time for a run that waits for what does not come, whether it left memory or not.
  @Test(arguments: [5, 59, 60, 600]) func aTimeLimitIsUpInTime(_ seconds: Int) async throws {
    try await VirtualTime.run { [self] time in
      let child = ClosureWorkflow(digest: "child") { _, context in
        try await context.sleep(StepID(task: "/long"), for: .seconds(36_000))
        return 1
      }
      let workflow = ClosureWorkflow { _, context in
        var limits = 0
        do {
          try await context.withTimeout("signal", .seconds(seconds)) { context in
            _ = try await context.signal("never", as: Int.self)
          }
        } catch is TimeoutError { limits += 1 }
        do {
          _ = try await context.withTimeout(StepID(task: "/limit"), .seconds(seconds)) {
            try await context.child(StepID(task: "/child"), child, input: .null)
          }
        } catch is TimeoutError { limits += 1 }
        return .integer(Int64(limits))
      }
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(workflow, input: .null)
        try await time.clock.sleep(for: .seconds(4))
        #expect(store.run(handle.id)?.status == (seconds < 60 ? .running : .waiting))
        let output = try await handle.output()
        #expect(output == 2)
        #expect(time.clock.now.offset >= .seconds(2 * seconds))
        #expect(time.clock.now.offset < .seconds(2 * seconds + 1))
      }
    }
  }

  @Test func aStepInFlightKeepsARunInMemory() async throws {
    try await VirtualTime.run { [self] time in
      let workflow = ClosureWorkflow { _, context in
        log.append("body")
        async let wait = context.sleep(StepID(task: "/wait"), for: .seconds(3600))
        _ = try await context.step(StepID(task: "/slow")) {
          try await time.clock.sleep(for: .seconds(600))
          return .null
        }
        _ = try await wait
        return "done"
      }
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(workflow, input: .null)
        try await time.clock.sleep(for: .seconds(599))
        #expect(store.run(handle.id)?.status == .running)
        try await time.clock.sleep(for: .seconds(11))
        #expect(store.run(handle.id)?.status == .waiting)
        #expect(try await handle.output() == "done")
        #expect(time.clock.now.offset == .seconds(3600))
      }
    }
    #expect(log.values == ["body", "body"])
  }

  @Test func aParkedRunCanBeCancelledAndSuspended() async throws {
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let (a, b) = (
          try await engine.start(patient(), input: .null), try await engine.start(patient(), input: .null)
        )
        try await time.clock.sleep(for: .seconds(10))
        try await a.cancel()
        #expect(try await a.outcome() == .cancelled)
        try await b.suspend()
        #expect(store.run(b.id)?.status == .suspended)
        try await time.clock.sleep(for: .seconds(9000))
        #expect(store.run(b.id)?.status == .suspended)
        try await b.resume()
        #expect(try await b.output() == "done")
      }
    }
  }

  /// In whatever order things happen, each wait ends when it should and the step is performed once.
  @Test(arguments: 0..<30) func manyParkedRunsWakeInTime(_ seed: UInt64) async throws {
    try await VirtualTime.run(seed: seed) { [self] time in
      try await serving(store, time) { engine in
        try await withThrowingDiscardingTaskGroup { group in
          for number in 0..<20 {
            group.addTask {
              let workflow = ClosureWorkflow { input, context in
                try await context.sleep(StepID(task: "/a"), for: .seconds(50 + 10 * (input.integerValue ?? 0)))
                _ = try await context.step(StepID(task: "/b")) { .null }
                try await context.sleep(StepID(task: "/c"), for: .seconds(100))
                return "done"
              }
              let output = try await engine.start(workflow, input: .integer(Int64(number))).output()
              #expect(output == "done")
            }
          }
        }
        #expect(time.clock.now.offset == .seconds(50 + 190 + 100))
      }
    }
  }
}
