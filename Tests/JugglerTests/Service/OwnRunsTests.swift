import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import Testing

/// Engines that drive only what they started or were given (`drivesEveryRun: false`).
struct OwnRunsTests {
  let store = InMemoryStore()
  let effects = Log<String>()

  private func engine(_ time: VirtualTime, _ workflows: WorkflowRegistry = WorkflowRegistry()) -> Engine {
    Engine(
      store: store, clock: time.clock, cpuPool: .shared, startTime: testStart + time.clock.now.offset,
      workflows: workflows, configuration: EngineConfiguration(drivesEveryRun: false))
  }

  private func workflow(_ name: String) -> ClosureWorkflow {
    ClosureWorkflow { [effects] _, context in
      _ = try await context.step(StepID(task: name)) {
        effects.append(name)
        return .string(name)
      }
      return .string(name)
    }
  }

  @Test func leavesTheRunsOfOthersAlone() async throws {
    try await VirtualTime.run { [self] time in
      let registry = WorkflowRegistry()
      let other = try await engine(time, registry).start(workflow("other"), input: 1)
      let own = engine(time, registry)
      let output = try await own.serving {
        let handle = try await own.start(workflow("own"), input: 2)
        #expect(own.ownRuns == [handle.id])
        return try await handle.output()
      }
      #expect(output == "own")
      #expect(store.run(other.id)?.status == .pending)
      #expect(effects.values == ["own"])
    }
  }

  @Test func drivesARunThatItIsGiven() async throws {
    try await VirtualTime.run { [self] time in
      let registry = WorkflowRegistry()
      let given = try await engine(time, registry).start(workflow("given"), input: 1)
      let own = engine(time, registry)
      let output = try await own.serving { try await own.adopt(given.id).output() }
      #expect(output == "given")
    }
  }

  @Test func wakesItsRunsThatLeftMemory() async throws {
    try await VirtualTime.run { [self] time in
      let waits = ClosureWorkflow { _, context in
        try await context.sleep(for: .seconds(3600))
        return "woken"
      }
      let own = engine(time)
      let output = try await own.serving { try await own.start(waits, input: 1).output() }
      #expect(output == "woken")
      #expect(time.clock.now.offset >= .seconds(3600))
    }
  }

  @Test func takesUpTheRunsThatAreParts() async throws {
    try await VirtualTime.run { [self] time in
      let child = ClosureWorkflow(digest: "child") { [effects] _, context in
        try await context.sleep(for: .seconds(10))
        effects.append("child")
        return "child"
      }
      let parent = ClosureWorkflow(digest: "parent") { _, context in
        try await context.child(StepID(task: "/child"), child, input: 1)
      }
      let registry = WorkflowRegistry(parent, child)
      let first = engine(time, registry)
      // The process ends while the child waits.
      let run = try await first.serving {
        let handle = try await first.start(parent, input: 1)
        try await time.clock.sleep(for: .seconds(5))
        return handle.id
      }
      #expect(effects.values.isEmpty)
      let second = engine(time, registry)
      let output = try await second.serving { try await second.adopt(run).output() }
      #expect(output == "child")
      #expect(effects.values == ["child"])
    }
  }

  @Test func servingEndsWithWhatTheBodyThrows() async throws {
    try await VirtualTime.run { [self] time in
      let own = engine(time)
      await #expect(throws: Fault.self) {
        try await own.serving { throw Fault(.runtime, detail: "no") }
      }
      await #expect(throws: StoreError.self) { try await own.serving { 1 } }
    }
  }
}
