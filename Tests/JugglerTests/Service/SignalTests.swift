import JSON
import Juggler
import JugglerTesting
import Testing

struct SignalTests {
  let store = InMemoryStore()

  @Test func signalsOfOtherProcessesAreTakenInTheirOrder() async throws {
    let workflow = ClosureWorkflow { _, context in
      var taken: [JSONValue] = []
      for _ in 0..<3 { taken.append(.integer(Int64(try await context.signal("go", as: Int.self)))) }
      return .array(taken)
    }
    try await VirtualTime.run { [self] time in
      let output = try await serving(store, time) { [self] engine in
        let handle = try await engine.start(workflow, input: .null)
        await time.idle()
        // Written by somebody else, and not seen here yet.
        try store.append(
          [JournalEntry(run: handle.id, at: testStart, kind: .signalReceived(Signal(name: "go", payload: 1)))], by: nil)
        try await handle.signal("go", 2)
        try await handle.signal("go", 3)
        return try await handle.output()
      }
      #expect(output == [1, 2, 3])
    }
  }

  /// Two branches wait for the same signal, and only the outcome of the second became durable.
  @Test func aReplayGivesABranchTheSignalThatTheOtherDidNotTake() async throws {
    let workflow = ClosureWorkflow { _, context in
      async let a = context.branch("a").signal("go", as: Int.self)
      async let b = context.branch("b").signal("go", as: Int.self)
      return [.integer(Int64(try await a)), .integer(Int64(try await b))]
    }
    let run = RunID(at: testStart)
    let start = RunStart(workflow: workflow.reference, digest: workflow.digest, input: .null)
    let takenByB = StepID(task: "signal/go", scope: .root.appending(.call("b")))
    let kinds: [JournalEntry.Kind] = [
      .runStarted(start), .signalReceived(Signal(name: "go", payload: 1)),
      .signalReceived(Signal(name: "go", payload: 2)), .stepEnded(takenByB, .completed(2)),
    ]
    try store.append(kinds.map { JournalEntry(run: run, at: testStart, kind: $0) }, by: nil)
    try await VirtualTime.run { [self] time in
      let output = try await Engine(store, time.clock).resume(run, as: workflow)
      #expect(output == [1, 2])
    }
  }

  @Test func aRunReadsItsJournalOnAndNotAnew() async throws {
    let workflow = ClosureWorkflow { _, context in
      var sum = 0
      for _ in 0..<50 { sum += try await context.signal("go", as: Int.self) }
      return .integer(Int64(sum))
    }
    let read = Log<Int>()
    try await VirtualTime.run { [self] time in
      let recording = FaultingStore(store) { operation in
        if case .journal(let run, let position) = operation {
          read.append(store.journal(of: run).count - Int(position))
        }
      }
      let output = try await serving(recording, time) { engine in
        let handle = try await engine.start(workflow, input: .null)
        for number in 1...50 { try await handle.signal("go", .integer(Int64(number))) }
        return try await handle.output()
      }
      #expect(output == 1275)
    }
    // The start, fifty signals and their steps, each read once at most.
    #expect(read.values.reduce(0, +) <= 102)
  }
}
