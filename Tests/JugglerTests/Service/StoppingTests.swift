import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import Testing

/// An engine that stops must leave its runs as they stood.
struct StoppingTests {
  let store = InMemoryStore()
  let log = Log<String>()

  /// Takes every error for a reason to clean up.
  private var stubborn: ClosureWorkflow {
    ClosureWorkflow { _, context in
      do {
        try await context.sleep(StepID(task: "/wait"), for: .seconds(30))
      } catch {
        _ = try? await context.sleep(StepID(task: "/pause"), for: .seconds(1))
        _ = try? await context.step(StepID(task: "/undo")) {
          log.append("undo")
          return .null
        }
        return "undone"
      }
      return "done"
    }
  }

  @Test func aBodyThatGoesOnWhenTheServiceIsCancelledDoesNothingMore() async throws {
    try await VirtualTime.run { [self] time in
      let registry = WorkflowRegistry(stubborn)
      let engine = Engine(
        store: store, clock: time.clock, cpuPool: .shared, startTime: testStart, workflows: registry)
      let id = try await withThrowingTaskGroup { group in
        group.addTask { try await engine.run() }
        await time.idle()
        let id = try await engine.start(stubborn, input: .null).id
        await time.idle()
        group.cancelAll()
        await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        return id
      }
      #expect(log.values == [])
      #expect(store.run(id)?.status == .running)
      #expect(store.journal(of: id).count == 2)
      let output = try await serving(store, time, workflows: registry) { try await $0.handle(of: id).output() }
      #expect(output == "done")
    }
  }

  @Test func aBodyThatGoesOnWhenItsEngineIsDeposedDoesNothingMore() async throws {
    try await VirtualTime.run { [self] time -> Void in
      await #expect(throws: StoreError.self) {
        try await serving(store, time) { [self] engine in
          _ = try await engine.start(stubborn, input: .null)
          try await time.clock.sleep(for: .seconds(2))
          for owner in store.owners() { store.unregister(owner.id) }
          try await time.clock.sleep(for: .seconds(20))
        }
      }
    }
    #expect(log.values == [])
  }

  @Test func aCancellationOutlivesACrash() async throws {
    let (begun, goOn) = (Latch(), Latch())
    try await VirtualTime.run { [self] time in
      let workflow = ClosureWorkflow { _, context in
        _ = try await context.step(StepID(task: "/deaf")) {
          begun.open()
          await goOn.wait()
          return .null
        }
        try await context.sleep(StepID(task: "/nap"), for: .seconds(1))
        return .null
      }
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(workflow, input: .null)
        await begun.wait()
        try await handle.cancel()
        // As it would be found after a crash now.
        #expect(store.run(handle.id)?.request == .cancel)
        goOn.open()
        #expect(try await handle.outcome() == .cancelled)
      }
    }
  }

  @Test func anEngineThatCouldNotRenewForLongDoesNotEvictItself() async throws {
    try await VirtualTime.run { [self] time in
      let full = FaultingStore(store, isShared: true) { operation throws(StoreError) in
        switch operation {
        case .append, .renew, .evict, .claimDue:
          if (5..<100).contains(time.clock.now.offset / .seconds(1)) { throw StoreError(.unavailable, "disk full") }
        default: break
        }
      }
      let workflow = ClosureWorkflow { _, context in
        for number in 0..<20 {
          _ = try await context.step(StepID(task: "/\(number)")) {
            try await time.clock.sleep(for: .seconds(1))
            log.append("\(number)")
            return .null
          }
        }
        return "done"
      }
      let output = try await serving(full, time) { try await $0.start(workflow, input: .null).output() }
      #expect(output == "done")
    }
    #expect(log.values == (0..<20).map(String.init))
  }

  @Test func aShutdownDoesNotWaitForADiskThatStaysFullWhenItIsCancelled() async throws {
    try await VirtualTime.run { [self] time in
      let full = FaultingStore(store) { operation throws(StoreError) in
        if case .append = operation, time.clock.now.offset > .seconds(5) { throw StoreError(.unavailable, "disk full") }
      }
      let workflow = ClosureWorkflow { _, context in
        try await context.step(StepID(task: "/step")) {
          try await time.clock.sleep(for: .seconds(10))
          return .null
        }
      }
      let engine = Engine(store: full, clock: time.clock, cpuPool: .shared, startTime: testStart)
      try await withThrowingTaskGroup { group in
        group.addTask { try await engine.run() }
        await time.idle()
        _ = try await engine.start(workflow, input: .null)
        try await time.clock.sleep(for: .seconds(60))
        engine.shutDown()
        try await time.clock.sleep(for: .seconds(60))
        group.cancelAll()
        try await group.waitForAll()
      }
    }
  }

  @Test func aResumedRunIsReadOnlyWhenItIsOurs() async throws {
    let run = RunID(at: testStart)
    let workflow = ClosureWorkflow { _, context in
      try await context.step(StepID(task: "/pay")) {
        log.append("paid")
        return 1
      }
    }
    let start = RunStart(workflow: workflow.reference, digest: workflow.digest, input: .null)
    store.append([JournalEntry(run: run, at: testStart, kind: .runStarted(start))])
    let shared = FaultingStore(store, isShared: true) { operation in
      // Another process has the run until now, and pays.
      guard case .claim(run) = operation else { return }
      store.append([JournalEntry(run: run, at: testStart, kind: .stepEnded(StepID(task: "/pay"), .completed(1)))])
    }
    try await VirtualTime.run { time in
      let output = try await Engine(shared, time.clock).resume(run, as: workflow)
      #expect(output == 1)
    }
    #expect(log.values == [])
  }

  @Test func childrenForWhomNobodyWaitedToTheEndEndWithTheirParent() async throws {
    try await VirtualTime.run { [self] time in
      let child = ClosureWorkflow(digest: "child") { _, context in
        try await context.sleep(StepID(task: "/long"), for: .seconds(3600))
        return 1
      }
      let parent = ClosureWorkflow { _, context in
        do {
          return try await context.withTimeout(StepID(task: "/limit"), .seconds(5)) {
            try await context.child(StepID(task: "/child"), child, input: .null)
          }
        } catch is TimeoutError {
          return "late"
        }
      }
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(parent, input: .null)
        #expect(try await handle.output() == "late")
        await time.idle()
        let page = try store.runs(RunQuery(parent: handle.id))
        #expect(page.items.map(\.status) == [.cancelled])
      }
    }
  }
}
