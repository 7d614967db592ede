import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import Testing

/// Runs that are one with the task that executes them.
@Suite(.timeLimit(.minutes(1))) struct SharedTaskTests {
  private let store = InMemoryStore()
  private let id = RunID(at: testStart)

  private func engine() -> Engine {
    Engine(store: store, clock: ManualClock(), cpuPool: .shared, startTime: testStart)
  }

  @Test func cancellingTheRunCancelsTheTask() async throws {
    let engine = engine()
    let (begun, begins) = AsyncStream.makeStream(of: Void.self)
    let workflow = ClosureWorkflow { _, context in
      begins.finish()
      try await context.sleep(StepID(task: "/a"), for: .seconds(3600))
      return .null
    }
    try await withThrowingTaskGroup { group in
      group.addTask {
        await #expect(throws: CancellationError.self) {
          try await engine.execute(workflow, input: 1, id: id, sharesTask: true)
        }
        #expect(Task.isCancelled)
      }
      for await _ in begun {}
      try await engine.cancel(id)
      try await group.waitForAll()
    }
    #expect(store.run(id)?.status == .cancelled)
  }

  @Test func theRunIsJournaledLikeAnyOther() async throws {
    let workflow = ClosureWorkflow { _, context in try await context.step(StepID(task: "/a")) { 2 } }
    #expect(try await engine().execute(workflow, input: 1, id: id, sharesTask: true) == 2)
    #expect(store.run(id)?.status == .completed)
    #expect(store.journal(of: id).count == 3)
  }
}
