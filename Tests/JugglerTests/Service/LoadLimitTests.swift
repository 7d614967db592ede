import JSON
import Juggler
import JugglerTesting
import Testing

/// Many runs that are due at once are in memory a part at a time.
struct LoadLimitTests {
  let store = InMemoryStore(endedRunsKept: 10_000)

  private func start(_ count: Int, _ workflow: ClosureWorkflow) throws -> [RunID] {
    try (0..<count).map { number in
      let run = RunID(at: testStart + .milliseconds(number))
      let start = RunStart(
        workflow: workflow.reference, digest: workflow.digest, input: .integer(Int64(number)), status: .pending)
      try store.append([JournalEntry(run: run, at: testStart, kind: .runStarted(start))], by: nil)
      return run
    }
  }

  @Test func noMoreRunsThanTheLimitAreInMemory() async throws {
    let gauge = AdmissionTests.Gauge()
    try await VirtualTime.run { [self] time in
      let workflow = ClosureWorkflow { input, context in
        gauge.enter()
        defer { gauge.leave() }
        return try await context.step(StepID(task: "/step")) {
          try await time.clock.sleep(for: .milliseconds(100 + (input.integerValue ?? 0) % 7))
          return input
        }
      }
      let runs = try start(1000, workflow)
      let configuration = EngineConfiguration(claimLimit: 30, loadedRunLimit: 100)
      try await serving(store, time, workflows: WorkflowRegistry(workflow), configuration: configuration) { engine in
        for (number, run) in runs.enumerated() {
          let output = try await engine.handle(of: run).output()
          #expect(output == .integer(Int64(number)))
        }
      }
      // Ten times a hundred, each about 0.1 s; had they come one after the other, 100 s.
      #expect(time.clock.now.offset < .seconds(3))
    }
    #expect(gauge.peak <= 100)
    #expect(gauge.peak > 80)
  }

  @Test func parentsThatWaitForChildrenMakeRoomForThem() async throws {
    try await VirtualTime.run { [self] time in
      let child = ClosureWorkflow(digest: "child") { _, context in
        try await context.sleep(StepID(task: "/nap"), for: .seconds(5))
        return 1
      }
      let parent = ClosureWorkflow { _, context in
        try await context.child(StepID(task: "/child"), child, input: .null)
      }
      let runs = try start(5, parent)
      let registry = WorkflowRegistry(parent, child)
      // All children are started, and then everything is in the store only.
      try await serving(store, time, workflows: registry) { _ in try await time.clock.sleep(for: .seconds(2)) }
      #expect(try store.runs(RunQuery()).items.count == 10)
      let configuration = EngineConfiguration(loadedRunLimit: 1)
      try await serving(store, time, workflows: registry, configuration: configuration) { engine in
        for run in runs {
          let output = try await engine.handle(of: run).output()
          #expect(output == 1)
        }
      }
    }
  }
}
