import JSON
import Juggler
import JugglerSQLite
import Synchronization
import Testing

/// Several engines drive the runs of one file, each with a store of its own, as in several processes.
struct SharedServiceTests {
  /// Who performs what: an effect that two perform is a violation.
  final class Ledger: Sendable {
    private let state = Mutex<(by: [String: [String]], now: [RunID: String], both: Int)>(([:], [:], 0))

    var repeated: [String] { state.withLock { $0.by.filter { $0.value.count > 1 }.map(\.key).sorted() } }
    var performers: Set<String> { state.withLock { Set($0.by.values.joined()) } }
    /// How often two engines were within the same run at the same time.
    var both: Int { state.withLock { $0.both } }

    func begin(_ run: RunID, _ name: String, by engine: String) {
      state.withLock { state in
        state.by["\(run)/\(name)", default: []].append(engine)
        if let other = state.now[run], other != engine { state.both += 1 }
        state.now[run] = engine
      }
    }

    func end(_ run: RunID) { state.withLock { $0.now[run] = nil } }
  }

  /// Steps, a wait that is parked, and a child: often the run is nobody's for a moment, and then anybody's.
  private func registry(_ ledger: Ledger, _ engine: String) -> WorkflowRegistry {
    let child = TestWorkflow("child") { input, context in
      try await context.step("c") {
        ledger.begin(context.run, "c", by: engine)
        ledger.end(context.run)
        return input
      }
    }
    let work = TestWorkflow { input, context in
      for name in ["a", "b"] {
        _ = try await context.step(name) {
          ledger.begin(context.run, name, by: engine)
          try await ContinuousClock().sleep(for: .milliseconds(2))
          ledger.end(context.run)
          return input
        }
        try await context.sleep("pause", for: .milliseconds(60))
      }
      return try await context.child(StepID(task: "help"), child, input: input)
    }
    return WorkflowRegistry(child, work)
  }

  @Test func twoEnginesShareAPileOfRunsAndNeverBothDriveOne() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      let ledger = Ledger()
      let stores = try (0..<3).map { _ in try SQLiteStore(path: path) }
      let engines = (0..<2).map {
        Engine.test(stores[$0], registry(ledger, "\($0)"), name: "\($0)", lease: .seconds(60))
      }
      // Somebody who only starts runs, and wants to know how they end.
      let client = Engine.test(stores[2], registry(ledger, "client"), lease: .seconds(60))
      let work = try #require(client.workflows.workflow(.init(namespace: "test", name: "work", version: "1.0.0")))
      try await serving(engines[0], engines[1]) {
        try await withThrowingDiscardingTaskGroup { group in
          for number in 0..<60 {
            group.addTask {
              let output = try await client.start(work, input: .integer(Int64(number))).output()
              #expect(output == .integer(Int64(number)))
            }
          }
        }
      }
      #expect(ledger.repeated == [])
      #expect(ledger.both == 0)
      #expect(ledger.performers == ["0", "1"])
      let owners = try await stores[0].owners()
      #expect(owners == [])
      for store in stores { try await store.close() }
    }
  }

  @Test func anotherEngineCancelsSuspendsAndSignals() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      let (near, far) = (try SQLiteStore(path: path), try SQLiteStore(path: path))
      let work = TestWorkflow { _, context in
        _ = try await context.step("long") {
          try await ContinuousClock().sleep(for: .milliseconds(80))
          return JSONValue.null
        }
        return .integer(Int64(try await context.signal("go", as: Int.self)))
      }
      let engine = Engine.test(near, WorkflowRegistry(work))
      let client = Engine.test(far, WorkflowRegistry(work))
      try await serving(engine) {
        let cancelled = try await engine.start(work, input: .null)
        try await client.cancel(cancelled.id)
        #expect(try await client.handle(of: cancelled.id).outcome() == .cancelled)
        #expect(try await cancelled.outcome() == .cancelled)

        let suspended = try await engine.start(work, input: .null)
        try await client.suspend(suspended.id)
        try await eventually("suspended") { try await far.run(suspended.id)?.status == .suspended }
        try await client.signal(suspended.id, "go", 5)
        try await client.resume(suspended.id)
        #expect(try await client.handle(of: suspended.id).output() == 5)
      }
      try await near.close()
      try await far.close()
    }
  }

  @Test func anEngineTakesOverWhenTheLeaseOfAnotherIsOver() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      let store = try SQLiteStore(path: path)
      let ledger = Ledger()
      // What a process left that was killed: an owner, and a run of its.
      let dead = try await store.register(owner: "dead", until: .now + .milliseconds(300))
      let run = RunID()
      let work = registry(ledger, "heir")
      let start = RunStart(
        workflow: .init(namespace: "test", name: "work", version: "1.0.0"), digest: "digest of work", input: 7)
      try await store.append([JournalEntry(run: run, at: .now, kind: .runStarted(start))], by: dead)
      let engine = Engine.test(store, work)
      let output = try await serving(engine) { try await engine.handle(of: run).output() }
      #expect(output == 7)
      let late = await #expect(throws: StoreError.self) {
        try await store.append(
          [JournalEntry(run: run, at: .now, kind: .runEnded(.completed(.null)))], by: dead)
      }
      #expect(late?.code == .fenced)
      try await store.close()
    }
  }
}
