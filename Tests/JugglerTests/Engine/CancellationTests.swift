import JSON
import Juggler
import JugglerTesting
import Testing

struct CancellationTests {
  let store = InMemoryStore()
  let run = RunID(at: testStart)
  let log = Log<String>()

  @Test func cancellingTheCallerCancelsTheWholeTree() async throws {
    let workflow = ClosureWorkflow { _, context in
      try await withThrowingDiscardingTaskGroup { group in
        for branch in 0..<3 {
          group.addTask {
            do {
              try await context.sleep(StepID(task: "/\(branch)"), for: .seconds(1000))
            } catch {
              log.append("\(branch) \(error is CancellationError)")
              throw error
            }
          }
        }
      }
      return .null
    }
    try await VirtualTime.run { time in
      await withDiscardingTaskGroup { group in
        group.addTask {
          await #expect(throws: CancellationError.self) {
            try await Engine(store, time.clock).execute(workflow, input: .null, id: run)
          }
        }
        await time.idle()
        group.cancelAll()
      }
      #expect(time.clock.now.offset == .zero)
      #expect(time.clock.sleeperCount == 0)
    }
    #expect(Set(log.values) == ["0 true", "1 true", "2 true"])
    guard case .runEnded(.cancelled)? = store.journal(of: run).last?.kind else {
      Issue.record("the journal does not say that the run was cancelled")
      return
    }
    #expect(store.unfinishedRuns().isEmpty)
  }

  @Test func aCancelledStepHasNoOutcome() async throws {
    let workflow = ClosureWorkflow { _, context in
      try await context.step(StepID(task: "/a")) {
        try await context.sleep(StepID(task: "/inner"), for: .seconds(10))
        return .null
      }
    }
    try await VirtualTime.run { time in
      await withDiscardingTaskGroup { group in
        group.addTask { _ = try? await Engine(store, time.clock).execute(workflow, input: .null, id: run) }
        await time.idle()
        group.cancelAll()
      }
    }
    #expect(store.journal(of: run).stepNames.isEmpty)
  }

  @Test func aCancelledRunStaysCancelled() async throws {
    let workflow = ClosureWorkflow { _, context in
      log.append("body")
      try await context.sleep(StepID(task: "/a"), for: .seconds(10))
      return .null
    }
    try await VirtualTime.run { time in
      await withDiscardingTaskGroup { group in
        group.addTask { _ = try? await Engine(store, time.clock).execute(workflow, input: .null, id: run) }
        await time.idle()
        group.cancelAll()
      }
      await #expect(throws: CancellationError.self) {
        try await Engine(store, time.clock).resume(run, as: workflow)
      }
    }
    #expect(log.count == 1)
  }
}
