import JSON
import Juggler
import JugglerTesting
import Testing

struct ObserverTests {
  let events = Log<RunEvent>()
  let run = RunID(at: testStart)

  func engine(_ clock: ManualClock = ManualClock()) -> Engine {
    Engine(InMemoryStore(), clock, observers: [events])
  }

  @Test func hearsTheBeginningAndTheEnd() async throws {
    try await VirtualTime.run { time in
      let workflow = ClosureWorkflow { _, context in
        try await context.sleep(StepID(task: "/a"), for: .seconds(2))
        return .null
      }
      _ = try await engine(time.clock).execute(workflow, input: .null, id: run)
    }
    #expect(events.values.map(\.kind) == [.started, .completed])
    #expect(events.values.allSatisfy { $0.run == run && $0.task == nil })
    #expect(events.values.map(\.at) == [testStart, testStart + .seconds(2)])
  }

  @Test func hearsWhyARunFaulted() async throws {
    let fault = Fault(.runtime, detail: "burnt")
    _ = try? await engine().execute(ClosureWorkflow { _, _ in throw fault }, input: .null)
    #expect(events.values.map(\.kind) == [.started, .faulted])
    #expect(events.values.last?.fault == fault)
  }

  @Test func hearsThatARunWasCancelled() async throws {
    _ = try? await engine().execute(ClosureWorkflow { _, _ in throw CancellationError() }, input: .null)
    #expect(events.values.map(\.kind) == [.started, .cancelled])
  }

  @Test func aRunThatNobodyWatchesReportsNothing() async throws {
    let workflow = ClosureWorkflow { _, context in .bool(context.isObserved) }
    #expect(try await Engine(InMemoryStore()).execute(workflow, input: .null) == false)
    #expect(try await engine().execute(workflow, input: .null) == true)
  }
}
