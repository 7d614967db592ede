import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import Testing

struct TimeoutTests {
  let store = InMemoryStore()
  let run = RunID(at: testStart)
  let effects = Log<String>()

  /// An effect that takes so long, within a limit; then a step.
  func workflow(effect: Duration, limit: Duration, _ clock: ManualClock) -> ClosureWorkflow {
    ClosureWorkflow { _, context in
      let result: JSONValue
      do {
        result = try await context.withTimeout(StepID(task: "/limited"), limit) {
          try await context.step(StepID(task: "/effect")) {
            effects.append("effect")
            try await clock.sleep(for: effect)
            return "in time"
          }
        }
      } catch is TimeoutError {
        result = "late"
      }
      return try await context.step(StepID(task: "/after")) { result }
    }
  }

  @Test(arguments: [(4, "in time", 4), (6, "late", 5)])
  func interruptsWhatTakesTooLong(_ effect: Int, _ expected: String, _ elapsed: Int) async throws {
    try await VirtualTime.run { time in
      let workflow = workflow(effect: .seconds(effect), limit: .seconds(5), time.clock)
      let output = try await Engine(store, time.clock).execute(workflow, input: .null, id: run)
      #expect(output == .string(expected))
      #expect(time.clock.now.offset == .seconds(elapsed))
    }
  }

  /// Though the effect is quick this time: what came after a timeout must not be undone.
  @Test func aTimeoutThatHappenedHappensAgainOnReplay() async throws {
    try await VirtualTime.run { time in
      let slow = workflow(effect: .seconds(60), limit: .seconds(5), time.clock)
      let crashed = Engine(FaultingStore(store, crashingAt: 4, .beforeCommit), time.clock)
      await #expect(throws: StoreError.self) { try await crashed.execute(slow, input: .null, id: run) }
      #expect(store.journal(of: run).stepNames == ["/limited", "/after"])
      let quick = workflow(effect: .zero, limit: .seconds(5), time.clock)
      let output = try await Engine(store, time.clock).resume(run, as: quick)
      #expect(output == "late")
      #expect(effects.count == 1)
    }
  }

  @Test(
    arguments: [
      // A limit of ten minutes counts the time that the process was away, one of ten seconds does not.
      (600, 300, 500, "late", 600), (600, 300, 100, "in time", 400), (10, 9, 500, "in time", 509),
    ] as [(Int, Int, Int, String, Int)])
  func aLongLimitKeepsItsDeadlineAcrossARestart(
    _ limit: Int, _ effect: Int, _ away: Int, _ expected: String, _ end: Int
  ) async throws {
    try await VirtualTime.run { time in
      let workflow = workflow(effect: .seconds(effect), limit: .seconds(limit), time.clock)
      await withDiscardingTaskGroup { group in
        // The process is killed while the effect is under way: nothing more gets into the store.
        group.addTask {
          let dying = FaultingStore(store, crashingAt: limit >= 60 ? 3 : 2, .beforeCommit)
          _ = try? await Engine(dying, time.clock).execute(workflow, input: .null, id: run)
        }
        await time.idle()
        group.cancelAll()
      }
      try await time.clock.sleep(for: .seconds(away))
      let output = try await Engine(store, time.clock).resume(run, as: workflow)
      #expect(output == .string(expected))
      #expect(time.clock.now.offset == .seconds(end))
    }
  }
}
