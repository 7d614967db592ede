import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import Testing

struct ServiceTests {
  let store = InMemoryStore()
  let effects = Log<String>()

  func workflow(_ steps: [String]) -> ClosureWorkflow {
    ClosureWorkflow { input, context in
      for step in steps {
        _ = try await context.step(StepID(task: step)) {
          effects.append(step)
          return .null
        }
      }
      return ["got": input]
    }
  }

  @Test func drivesWhatIsStarted() async throws {
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(workflow(["/a", "/b"]), input: 7)
        #expect(try await handle.output() == ["got": 7])
        let record = try #require(store.run(handle.id))
        #expect(record.status == .completed)
        #expect(record.output == ["got": 7])
        #expect(record.owner == nil)
      }
    }
    #expect(effects.values == ["/a", "/b"])
  }

  @Test func aRunStartedBeforeTheServiceIsDrivenByIt() async throws {
    try await VirtualTime.run { [self] time in
      let registry = WorkflowRegistry()
      let early = Engine(
        store: store, clock: time.clock, cpuPool: .shared, startTime: testStart, workflows: registry)
      let handle = try await early.start(workflow(["/a"]), input: 1)
      #expect(store.run(handle.id)?.status == .pending)
      let output = try await serving(store, time, workflows: registry) { try await $0.handle(of: handle.id).output() }
      #expect(output == ["got": 1])
    }
  }

  @Test func anIdempotencyKeyStartsOneRun() async throws {
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let options = StartOptions(idempotencyKey: "order-7")
        let first = try await engine.start(workflow(["/a"]), input: 1, options: options)
        let second = try await engine.start(workflow(["/a"]), input: 2, options: options)
        #expect(first.id == second.id)
        #expect(try await second.output() == ["got": 1])
        let third = try await engine.start(workflow(["/a"]), input: 3, options: options)
        #expect(try await third.output() == ["got": 1])
      }
    }
    #expect(effects.count == 1)
  }

  @Test func goesOnWithRunsThatACrashInterrupted() async throws {
    try await VirtualTime.run { [self] time in
      let registry = WorkflowRegistry()
      let workflow = workflow(["/a", "/b", "/c"])
      registry.register(workflow)
      let failing = FaultingStore(store, crashingAt: 4, .beforeCommit)
      let run = Log<RunID>()
      // The crashed engine finds out when it wants to renew its lease.
      await #expect(throws: StoreError.self) {
        try await serving(failing, time, workflows: registry) { engine in
          run.append(try await engine.start(workflow, input: 1).id)
          _ = try await engine.handle(of: run.values[0]).outcome()
        }
      }
      #expect(store.run(run.values[0])?.status == .running)
      // Nobody takes the run before the dead engine's lease is over.
      try await time.clock.sleep(for: .seconds(60))
      _ = store.evictOwners(expiredAt: testStart + time.clock.now.offset)
      let output = try await serving(store, time, workflows: registry) { engine in
        try await engine.handle(of: run.values[0]).output()
      }
      #expect(output == ["got": 1])
    }
    #expect(effects.values == ["/a", "/b", "/c", "/c"])
  }

  @Test func aShutdownLetsEffectsEndAndKeepsTheRun() async throws {
    try await VirtualTime.run { [self] time in
      let registry = WorkflowRegistry()
      let workflow = ClosureWorkflow { _, context in
        _ = try await context.step(StepID(task: "/slow")) {
          effects.append("slow begins")
          try await time.clock.sleep(for: .seconds(30))
          effects.append("slow ends")
          return .null
        }
        return try await context.step(StepID(task: "/next")) {
          effects.append("next")
          return "done"
        }
      }
      registry.register(workflow)
      let id = try await serving(store, time, workflows: registry) { engine in
        let handle = try await engine.start(workflow, input: .null)
        try await time.clock.sleep(for: .seconds(10))
        return handle.id
      }
      #expect(effects.values == ["slow begins", "slow ends"])
      #expect(store.run(id)?.status == .running)
      #expect(store.run(id)?.owner == nil)
      let output = try await serving(store, time, workflows: registry) { try await $0.handle(of: id).output() }
      #expect(output == "done")
      #expect(effects.values == ["slow begins", "slow ends", "next"])
    }
  }

  @Test func cancellingTheServiceEndsNoRun() async throws {
    try await VirtualTime.run { [self] time in
      let registry = WorkflowRegistry()
      let workflow = ClosureWorkflow { _, context in
        try await context.sleep(StepID(task: "/wait"), for: .seconds(30))
        return "done"
      }
      registry.register(workflow)
      let engine = Engine(
        store: store, clock: time.clock, cpuPool: .shared, startTime: testStart, workflows: registry)
      let id = try await withThrowingTaskGroup { group in
        group.addTask { try await engine.run() }
        await time.idle()
        let id = try await engine.start(workflow, input: .null).id
        await time.idle()
        group.cancelAll()
        await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        return id
      }
      #expect(store.run(id)?.status == .running)
      let output = try await serving(store, time, workflows: registry) { try await $0.handle(of: id).output() }
      #expect(output == "done")
      #expect(time.clock.now.offset < .seconds(31))
    }
  }

  @Test func aRunWhoseDefinitionIsGoneStaysAndSaysSo() async throws {
    try await VirtualTime.run { [self] time in
      let early = Engine(store: store, clock: time.clock, cpuPool: .shared, startTime: testStart)
      let handle = try await early.start(workflow(["/a"]), input: 1)
      let changed = ClosureWorkflow(digest: "digest-2") { _, _ in .null }
      try await serving(store, time, workflows: WorkflowRegistry(changed)) { engine in
        try await time.clock.sleep(for: .seconds(1))
        let record = try #require(store.run(handle.id))
        #expect(record.status == .suspended)
        let detail = try #require(record.error?.detail)
        for part in ["digest-1", "digest-2", handle.id.description] { #expect(detail.contains(part)) }
        engine.workflows.register(workflow(["/a"]))
        try await engine.resume(handle.id)
        #expect(try await engine.handle(of: handle.id).output() == ["got": 1])
      }
    }
  }

  @Test func aDeposedEngineStopsItsRuns() async throws {
    try await VirtualTime.run { [self] time in
      let workflow = ClosureWorkflow { _, context in
        for step in 0..<100 {
          _ = try await context.step(StepID(task: "/\(step)")) {
            try await time.clock.sleep(for: .seconds(1))
            effects.append("\(step)")
            return .null
          }
        }
        return .null
      }
      let error = try await #require(throws: StoreError.self) {
        try await serving(store, time) { engine in
          let handle = try await engine.start(workflow, input: .null)
          try await time.clock.sleep(for: .milliseconds(9500))
          for owner in store.owners() { store.unregister(owner.id) }
          _ = try await handle.outcome()
        }
      }
      #expect([.fenced, .closed].contains(error.code))
    }
    // The step in flight is performed, its outcome is refused.
    #expect(effects.count <= 10)
    let run = try #require(store.unfinishedRuns().first)
    #expect(store.journal(of: run).stepNames.count == 9)
  }
}
