import JSON
import Juggler
import JugglerTesting
import Testing

/// Moments at which a run could be forgotten.
struct LostWakeUpTests {
  let store = InMemoryStore()
  let log = Log<String>()

  /// A run in the store that waits for a signal, and was woken.
  private func parked(_ workflow: ClosureWorkflow) throws -> RunID {
    let run = RunID(at: testStart)
    let start = RunStart(workflow: workflow.reference, digest: workflow.digest, input: .null)
    try store.append(
      [
        JournalEntry(run: run, at: testStart, kind: .runStarted(start)),
        JournalEntry(run: run, at: testStart, kind: .moved(to: .waiting, wakesAt: nil)),
        JournalEntry(run: run, at: testStart, kind: .signalReceived(Signal(name: "go", payload: 1))),
      ], by: nil)
    return run
  }

  private var waiting: ClosureWorkflow {
    ClosureWorkflow { _, context in .integer(Int64(try await context.signal("go", as: Int.self))) }
  }

  @Test func aCrashBeforeAWokenRunRunsAgainKeepsItsRequest() async throws {
    let run = try parked(waiting)
    try await VirtualTime.run { [self] time in
      let failing = FaultingStore(store, crashingAt: 1, .beforeCommit)
      await #expect(throws: StoreError.self) {
        try await serving(failing, time, workflows: WorkflowRegistry(waiting)) { engine in
          try await time.clock.sleep(for: .seconds(30))
        }
      }
      #expect(store.run(run)?.status == .waiting)
      #expect(store.run(run)?.request == .wake)
    }
  }

  @Test func aRequestThatMeetsARunOnItsWayOutBringsItBack() async throws {
    // The signal comes when it was decided that the run is parked, and before that is durable.
    let run = RunID(at: testStart)
    let (parking, met) = (Latch(), Latch())
    try await VirtualTime.run { [self] time in
      let hooked = FaultingStore(store, isShared: true) { operation in
        switch operation {
        case .append([run]) where store.journal(of: run).count == 1:
          parking.open()
          await met.wait()
        case .requests where store.run(run)?.request == .wake && store.run(run)?.owner != nil:
          // Let the engine look at its requests now, and only then the run leave.
          log.append("met")
        case .nextWake where log.count > 0: met.open()
        default: break
        }
      }
      let workflow = waiting
      let output = try await serving(hooked, time) { [self] engine in
        let handle = try await engine.start(workflow, input: .null, options: StartOptions(id: run))
        await parking.wait()
        try store.append(
          [JournalEntry(run: run, at: testStart, kind: .signalReceived(Signal(name: "go", payload: 7)))], by: nil)
        return try await handle.output()
      }
      #expect(output == 7)
    }
  }

  @Test func whoeverBeginsToWaitWhenTheEndWasToldHearsOfIt() async throws {
    let (ended, asked) = (Latch(), Latch())
    try await VirtualTime.run { [self] time in
      // The engine looks for the children of a run that has ended, and still knows the run.
      let hooked = FaultingStore(store) { operation in
        guard case .runs = operation else { return }
        ended.open()
        await asked.wait()
      }
      let child = ClosureWorkflow(digest: "child") { _, _ in 1 }
      let parent = ClosureWorkflow { _, context in
        try await context.child(StepID(task: "/child"), child, input: .null)
      }
      let output = try await serving(hooked, time) { engine in
        let handle = try await engine.start(parent, input: .null)
        await ended.wait()
        async let output = handle.output()
        await time.idle()
        asked.open()
        return try await output
      }
      #expect(output == 1)
    }
  }

  @Test func aBranchThatWaitsForASlotKeepsItsRunFromBeingParked() async throws {
    try await VirtualTime.run { [self] time in
      let first = ClosureWorkflow { _, context in
        try await withThrowingDiscardingTaskGroup { group in
          group.addTask { _ = try await context.signal("go", as: Int.self) }
          group.addTask {
            try await context.sleep(StepID(task: "/nap"), for: .seconds(10))
            _ = try await context.step(StepID(task: "/step")) {
              log.append("step")
              return .null
            }
          }
        }
        return "done"
      }
      let second = ClosureWorkflow(digest: "second") { _, context in
        try await context.step(StepID(task: "/long")) {
          try await time.clock.sleep(for: .seconds(100))
          return .null
        }
      }
      try await serving(store, time) { [self] engine in
        engine.limit(.init(namespace: "test", name: "closure"), to: AdmissionPolicy(concurrency: 1))
        let waiting = try await engine.start(first, input: .null)
        try await time.clock.sleep(for: .seconds(5))
        _ = try await engine.start(second, input: .null)
        try await time.clock.sleep(for: .seconds(150))
        #expect(log.values == ["step"])
        try await waiting.signal("go", 1)
        #expect(try await waiting.output() == "done")
      }
    }
  }

  @Test func aRunWhoseJournalCannotBeReadForAWhileIsDrivenLater() async throws {
    let run = try parked(waiting)
    try await VirtualTime.run { [self] time in
      let hooked = FaultingStore(store) { operation throws(StoreError) in
        switch operation {
        case .journal, .clear:
          log.append("tried")
          if time.clock.now.offset < .seconds(20) { throw StoreError(.unavailable, "locked") }
        default: break
        }
      }
      let output = try await serving(hooked, time, workflows: WorkflowRegistry(waiting)) { engine in
        try await engine.handle(of: run).output()
      }
      #expect(output == 1)
      #expect(time.clock.now.offset < .seconds(30))
    }
    #expect(log.count > 3)
  }
}
