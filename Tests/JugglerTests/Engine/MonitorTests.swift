import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import Testing

struct MonitorTests {
  /// What a monitor was told.
  final class Notes: EngineMonitor {
    enum Note: Sendable, Equatable {
      case began(RunID, tags: [String: String], isReplayed: Bool)
      case stopped(RunID, RunOutcome?, after: Duration)
      case committed(Int)
    }

    let all = Log<Note>()

    func began(_ run: MonitoredRun) { all.append(.began(run.id, tags: run.tags, isReplayed: run.isReplayed)) }

    func stopped(_ run: MonitoredRun, _ outcome: RunOutcome?, at time: Timestamp) {
      all.append(.stopped(run.id, outcome, after: time - run.startedAt))
    }

    func committed(_ entries: [JournalEntry], in duration: Duration, error: StoreError?) {
      all.append(.committed(entries.count))
    }
  }

  let notes = Notes()
  let run = RunID(at: testStart)

  func engine(_ clock: ManualClock = ManualClock()) -> Engine {
    Engine(store: InMemoryStore(), clock: clock, cpuPool: .shared, monitor: notes, startTime: testStart)
  }

  @Test func hearsOfARunThatItsCallerExecutes() async throws {
    try await VirtualTime.run { time in
      let workflow = ClosureWorkflow { _, context in
        try await context.sleep(StepID(task: "/a"), for: .seconds(2))
        return 1
      }
      _ = try await engine(time.clock).execute(workflow, input: .null, id: run, tags: ["a": "b"])
    }
    #expect(
      notes.all.values == [
        .committed(1), .began(run, tags: ["a": "b"], isReplayed: false), .committed(1), .committed(1),
        .stopped(run, .completed(1), after: .seconds(2)),
      ])
  }

  @Test func hearsHowARunEnded() async throws {
    let fault = Fault(.runtime, detail: "burnt")
    _ = try? await engine().execute(ClosureWorkflow { _, _ in throw fault }, input: .null, id: run)
    #expect(notes.all.values.last == .stopped(run, .faulted(fault), after: .zero))
    let next = RunID(at: testStart)
    _ = try? await engine().execute(ClosureWorkflow { _, _ in throw CancellationError() }, input: .null, id: next)
    #expect(notes.all.values.last == .stopped(next, .cancelled, after: .zero))
  }

  @Test func hearsOfARunThatAServiceDrives() async throws {
    let ended = try await VirtualTime.run { time in
      let engine = engine(time.clock)
      return try await withThrowingTaskGroup { group in
        group.addTask { try await engine.run() }
        // The service begins.
        try await time.clock.sleep(for: .seconds(1))
        let workflow = ClosureWorkflow { input, _ in input }
        let handle = try await engine.start(workflow, input: 7, options: StartOptions(tags: ["trace": "1"]))
        _ = try await handle.output()
        engine.shutDown()
        try await group.waitForAll()
        return handle.id
      }
    }
    let told = notes.all.values.filter { if case .committed = $0 { false } else { true } }
    #expect(
      told == [
        .began(ended, tags: ["trace": "1"], isReplayed: false), .stopped(ended, .completed(7), after: .zero),
      ])
  }

  @Test func aRunThatIsInterruptedByAShutdownStopsWithoutAnOutcome() async throws {
    let ended = try await VirtualTime.run { time in
      let engine = engine(time.clock)
      return try await withThrowingTaskGroup { group in
        group.addTask { try await engine.run() }
        let begun = Latch()
        let workflow = ClosureWorkflow { _, context in
          begun.open()
          try await context.sleep(StepID(task: "/a"), for: .seconds(20))
          return 1
        }
        let handle = try await engine.start(workflow, input: 7)
        await begun.wait()
        #expect(engine.load.active == 1)
        engine.beginShutDown()
        engine.shutDown()
        try await group.waitForAll()
        return handle.id
      }
    }
    #expect(notes.all.values.last == .stopped(ended, nil, after: .zero))
  }
}
