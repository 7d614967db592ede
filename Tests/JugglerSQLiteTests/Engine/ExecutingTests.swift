import AsyncPatterns
import JSON
import Juggler
import JugglerSQLite
import Synchronization
import Testing

/// Runs that live in their callers' tasks, on a store that other processes may use too.
struct ExecutingTests {
  private struct Steps: Workflow {
    let reference = WorkflowReference(namespace: "test", name: "steps", version: "1.0.0")
    var body: @Sendable (JSONValue, RunContext) async throws -> JSONValue

    func run(_ input: JSONValue, in context: RunContext) async throws -> JSONValue { try await body(input, context) }
  }

  private func withEngine<R>(_ body: (Engine, SQLiteStore) async throws -> R) async throws -> R {
    try await withTemporaryFolder { folder in
      let store = try SQLiteStore(path: "\(folder)/runs.db")
      let result = try await body(
        Engine(store: store, clock: TimerClock(base: ContinuousClock()), cpuPool: .shared), store)
      try await store.close()
      return result
    }
  }

  @Test func oneThatEndsDoesNotTakeTheLeaseOfTheOthers() async throws {
    try await withEngine { engine, store in
      let (gate, opener) = AsyncStream.makeStream(of: Void.self)
      let workflow = Steps { input, context in
        if input == 0 { for await _ in gate {} }
        return try await context.step(StepID(task: "/a")) { input }
      }
      try await withThrowingTaskGroup(of: JSONValue.self) { group in
        for input in 0..<20 { group.addTask { try await engine.execute(workflow, input: .integer(Int64(input))) } }
        var outputs: Set<JSONValue> = []
        while let output = try await group.next() {
          outputs.insert(output)
          if outputs.count == 19 { opener.finish() }
        }
        #expect(outputs == Set((0..<20).map { .integer($0) }))
      }
      #expect(try await store.owners().isEmpty)
    }
  }

  @Test func canBeCancelledByItsIDAndItsCallerIsNot() async throws {
    try await withEngine { engine, store in
      let id = RunID(at: .now)
      let (begun, begins) = AsyncStream.makeStream(of: Void.self)
      let workflow = Steps { _, context in
        begins.finish()
        try await context.sleep(for: .seconds(3600))
        return .null
      }
      try await withThrowingTaskGroup { group in
        group.addTask {
          await #expect(throws: CancellationError.self) { try await engine.execute(workflow, input: 1, id: id) }
          #expect(!Task.isCancelled)
        }
        for await _ in begun {}
        try await engine.cancel(id)
        try await group.waitForAll()
      }
      #expect(try await store.run(id)?.status == .cancelled)
    }
  }

  @Test func stopsUnfinishedWhenTheServiceBesideItEnds() async throws {
    try await withEngine { engine, store in
      let id = RunID(at: .now)
      let (begun, begins) = AsyncStream.makeStream(of: Void.self)
      let workflow = Steps { _, context in
        begins.finish()
        try await context.sleep(for: .seconds(3600))
        return .null
      }
      try await withThrowingTaskGroup { group in
        group.addTask { try await engine.run() }
        let started = try await engine.start(Steps { input, _ in input }, input: 7)
        #expect(try await started.output() == 7)
        group.addTask {
          let error = await #expect(throws: StoreError.self) {
            try await engine.execute(workflow, input: 1, id: id)
          }
          #expect(error?.code == .fenced)
        }
        for await _ in begun {}
        engine.shutDown()
        try await group.waitForAll()
      }
      let run = try await store.run(id)
      #expect(run?.status == .running)
      #expect(run?.owner == nil)
      #expect(try await store.owners().isEmpty)
    }
  }

  @Test func stopsWhenAnotherEngineHasTakenItsRunsOver() async throws {
    try await withEngine { engine, store in
      let (begun, begins) = AsyncStream.makeStream(of: Void.self)
      let (gate, opener) = AsyncStream.makeStream(of: Void.self)
      let workflow = Steps { _, context in
        begins.finish()
        for await _ in gate {}
        return try await context.step(StepID(task: "/late")) { 1 }
      }
      try await withThrowingTaskGroup { group in
        group.addTask {
          let error = await #expect(throws: StoreError.self) { try await engine.execute(workflow, input: 1) }
          #expect(error?.code == .fenced)
        }
        for await _ in begun {}
        #expect(try await store.evictOwners(expiredAt: .now + .seconds(3600)).count == 1)
        opener.finish()
        try await group.waitForAll()
      }
    }
  }
}
