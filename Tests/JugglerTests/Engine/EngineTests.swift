import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import Testing

struct EngineTests {
  let store = InMemoryStore()
  let effects = Log<String>()

  /// An effect that says it happened.
  func effect(_ name: String, in context: RunContext, _ output: JSONValue = .null) async throws -> JSONValue {
    try await context.step(StepID(task: name)) {
      effects.append(name)
      return output
    }
  }

  func kinds(_ run: RunID) -> [String] {
    store.journal(of: run).map { entry in
      switch entry.kind {
      case .runStarted: "started"
      case .stepEnded(let id, .completed): "step \(id)"
      case .stepEnded(let id, .faulted): "faulted step \(id)"
      case .timerSet(let id, _): "timer \(id)"
      case .runEnded(let outcome): "ended \(outcome.status)"
      default: "something else"
      }
    }
  }

  @Test func givesTheBodyItsInputAndReturnsItsOutput() async throws {
    let output = try await Engine(store).execute(
      ClosureWorkflow { input, _ in ["got": input] }, input: ["table": 4])
    #expect(output == ["got": ["table": 4]])
  }

  @Test func journalsTheRunFromItsStartToItsEnd() async throws {
    let run = RunID(at: testStart)
    _ = try await Engine(store).execute(
      ClosureWorkflow { _, context in try await effect("/do/0/fry", in: context, 1) }, input: .null, id: run)
    #expect(kinds(run) == ["started", "step /do/0/fry", "ended completed"])
    #expect(store.unfinishedRuns().isEmpty)
  }

  @Test func performsAStepOnceHoweverOftenTheRunIsResumed() async throws {
    let run = RunID(at: testStart)
    let workflow = ClosureWorkflow { _, context in
      let first = try await effect("/a", in: context, 1)
      let second = try await effect("/b", in: context, 2)
      return [first, second]
    }
    let crashed = Engine(FaultingStore(store, crashingAt: 3, .beforeCommit))
    await #expect(throws: StoreError.self) { try await crashed.execute(workflow, input: .null, id: run) }
    for _ in 0..<3 {
      #expect(try await Engine(store).resume(run, as: workflow) == [1, 2])
    }
    // The second step was performed before the crash, but nobody was told: so it was performed again, once.
    #expect(effects.values == ["/a", "/b", "/b"])
  }

  @Test func aFaultedStepThrowsTheSameFaultOnReplay() async throws {
    let run = RunID(at: testStart)
    let fault = Fault(.communication, status: 503, detail: "closed", instance: "/a")
    let workflow = ClosureWorkflow { _, context in
      do {
        return try await context.step(StepID(task: "/a")) {
          effects.append("a")
          throw fault
        }
      } catch let caught as Fault {
        return try await context.step(StepID(task: "/b")) { caught.json }
      }
    }
    let crashed = Engine(FaultingStore(store, crashingAt: 3, .beforeCommit))
    await #expect(throws: StoreError.self) { try await crashed.execute(workflow, input: .null, id: run) }
    #expect(try await Engine(store).resume(run, as: workflow) == fault.json)
    #expect(effects.count == 1)
    #expect(kinds(run) == ["started", "faulted step /a", "step /b", "ended completed"])
  }

  @Test func aFaultEndsTheRunAndIsThrown() async throws {
    let run = RunID(at: testStart)
    let fault = Fault(.runtime, detail: "burnt", instance: "/do/0/toast")
    let workflow = ClosureWorkflow { _, _ in throw fault }
    await #expect(throws: fault) { try await Engine(store).execute(workflow, input: .null, id: run) }
    #expect(kinds(run) == ["started", "ended faulted"])
    await #expect(throws: fault) { try await Engine(store).resume(run, as: workflow) }
  }

  @Test func aFinishedRunIsNotRunAgain() async throws {
    let run = RunID(at: testStart)
    let workflow = ClosureWorkflow { _, _ in
      effects.append("body")
      return "done"
    }
    _ = try await Engine(store).execute(workflow, input: .null, id: run)
    #expect(try await Engine(store).resume(run, as: workflow) == "done")
    #expect(effects.count == 1)
  }

  @Test func resumesWithTheInputItStartedWith() async throws {
    let run = RunID(at: testStart)
    let workflow = ClosureWorkflow { input, context in
      _ = try await effect("/a", in: context)
      return input
    }
    let crashed = Engine(FaultingStore(store, crashingAt: 2, .afterCommit))
    await #expect(throws: StoreError.self) { try await crashed.execute(workflow, input: ["n": 7], id: run) }
    #expect(try await Engine(store).resume(run, as: workflow) == ["n": 7])
  }

  @Test func refusesToResumeAnotherDefinition() async throws {
    let run = RunID(at: testStart)
    let crashed = Engine(FaultingStore(store, crashingAt: 2, .beforeCommit))
    await #expect(throws: StoreError.self) {
      try await crashed.execute(ClosureWorkflow { _, _ in .null }, input: .null, id: run)
    }
    let fault = try await #require(throws: Fault.self) {
      try await Engine(store).resume(run, as: ClosureWorkflow(digest: "digest-2") { _, _ in .null })
    }
    #expect(fault.type == Fault.Kind.configuration.type)
    let detail = try #require(fault.detail)
    for part in [run.description, "test/closure:1.0.0", "digest-1", "digest-2"] { #expect(detail.contains(part)) }
    #expect(kinds(run) == ["started"])
  }

  @Test func saysThatItKnowsNoSuchRun() async throws {
    let run = RunID()
    let fault = try await #require(throws: Fault.self) {
      try await Engine(store).resume(run, as: ClosureWorkflow { _, _ in .null })
    }
    #expect(fault.detail?.contains(run.description) == true)
  }

  @Test func theRunsStartIsTheSameOnReplay() async throws {
    let run = RunID(at: testStart)
    let starts = Log<Timestamp>()
    let workflow = ClosureWorkflow { _, context in
      starts.append(context.startedAt)
      return try await effect("/a", in: context)
    }
    let clock = TickingClock()
    func engine(_ store: any RunStore) -> Engine {
      Engine(store: store, clock: clock, cpuPool: .shared, startTime: testStart)
    }
    let crashed = engine(FaultingStore(store, crashingAt: 2, .afterCommit))
    await #expect(throws: StoreError.self) { try await crashed.execute(workflow, input: .null, id: run) }
    _ = try await engine(store).resume(run, as: workflow)
    #expect(starts.count == 2)
    #expect(Set(starts.values).count == 1)
  }

  @Test func aStoreThatFailsAtOnceStopsTheRunBeforeItsBody() async throws {
    let engine = Engine(FaultingStore(store, crashingAt: 1, .beforeCommit))
    await #expect(throws: StoreError.self) {
      try await engine.execute(ClosureWorkflow { _, context in try await effect("/a", in: context) }, input: .null)
    }
    #expect(effects.values.isEmpty)
  }
}

/// A clock on which time passes between any two looks at it, as on a real one.
private struct TickingClock: Clock {
  private let ticks = ManualClock()
  let minimumResolution = Duration.nanoseconds(1)

  var now: ManualClock.Instant {
    ticks.advance(by: .microseconds(1))
    return ticks.now
  }

  func sleep(until deadline: ManualClock.Instant, tolerance: Duration?) async throws {
    try await ticks.sleep(until: deadline)
  }
}
