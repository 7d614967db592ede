import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import Testing

struct WaitTests {
  let store = InMemoryStore()
  let run = RunID(at: testStart)

  static let oven = ClosureWorkflow { _, context in
    try await context.sleep(StepID(task: "/bake"), for: .seconds(3600))
    return "done"
  }

  @Test func waitsAsLongAsItSays() async throws {
    try await VirtualTime.run { time in
      _ = try await Engine(store, time.clock).execute(Self.oven, input: .null)
      #expect(time.clock.now.offset == .seconds(3600))
    }
  }

  @Test func keepsTheWakeTimeInTheJournal() async throws {
    try await VirtualTime.run { time in
      _ = try await Engine(store, time.clock).execute(Self.oven, input: .null, id: run)
    }
    let timers = store.journal(of: run).compactMap { entry in
      if case .timerSet(_, let wakesAt) = entry.kind { wakesAt } else { nil }
    }
    #expect(timers == [testStart + .seconds(3600)])
  }

  @Test(arguments: [
    // Stopped for so long, then resumed; the wait ends an hour after it began, or at once when that is past.
    (0, 3600), (600, 3600), (3600, 3600), (90_000, 90_000),
  ])
  func aRestartDoesNotProlongAWait(_ stopped: Int, _ expected: Int) async throws {
    try await VirtualTime.run { time in
      let crashed = Engine(FaultingStore(store, crashingAt: 2, .afterCommit), time.clock)
      await #expect(throws: StoreError.self) { try await crashed.execute(Self.oven, input: .null, id: run) }
      try await time.clock.sleep(for: .seconds(stopped))
      #expect(try await Engine(store, time.clock).resume(run, as: Self.oven) == "done")
      #expect(time.clock.now.offset == .seconds(expected))
    }
  }

  /// A thousand waits are a thousand entries of one heap, and end together.
  @Test func manyWaitsOverlap() async throws {
    try await VirtualTime.run { time in
      let timers = TimerClock(base: time.clock)
      let engine = Engine(store: store, clock: timers, cpuPool: .shared, startTime: testStart)
      let workflow = ClosureWorkflow { _, context in
        try await withThrowingDiscardingTaskGroup { group in
          for index in 0..<1000 {
            group.addTask { try await context.sleep(StepID(task: "/\(index)"), for: .seconds(60)) }
          }
          await time.idle()
          // The manual clock sees one sleeper, however many wait on the heap over it.
          #expect(timers.waiterCount == 1000)
          #expect(time.clock.sleeperCount == 1)
        }
        return .null
      }
      _ = try await engine.execute(workflow, input: .null)
      #expect(time.clock.now.offset == .seconds(60))
    }
  }

  @Test func anEndlessWaitDoesNotTrap() async throws {
    try await VirtualTime.run { time in
      let workflow = ClosureWorkflow { _, context in
        _ = try await context.withTimeout(StepID(task: "/limited"), .seconds(5)) {
          try await context.sleep(StepID(task: "/forever"), for: .seconds(Int64.max))
        }
        return .null
      }
      await #expect(throws: TimeoutError.self) { try await Engine(store, time.clock).execute(workflow, input: .null) }
    }
  }
}
