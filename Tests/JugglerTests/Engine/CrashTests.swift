import JSON
import Juggler
import JugglerTesting
import Testing

/// A run survives a crash at any of its appends.
struct CrashTests {
  /// Steps one after the other, side by side and waiting.
  static func brunch(_ effects: Log<String>) -> ClosureWorkflow {
    ClosureWorkflow { _, context in
      @Sendable func effect(_ name: String, _ output: JSONValue) async throws -> JSONValue {
        try await context.step(StepID(task: name)) {
          effects.append(name)
          return output
        }
      }
      let order = try await effect("/order", ["eggs": 2])
      let dishes = try await withThrowingTaskGroup(of: (Int, JSONValue).self) { group in
        for dish in 0..<3 {
          group.addTask {
            try await context.sleep(StepID(task: "/cook/\(dish)"), for: .seconds(30 * (dish + 1)))
            return (dish, try await effect("/serve/\(dish)", .integer(Int64(dish))))
          }
        }
        var dishes: [JSONValue] = [.null, .null, .null]
        while let (index, dish) = try await group.next() { dishes[index] = dish }
        return dishes
      }
      try await context.sleep(StepID(task: "/digest"), for: .seconds(600))
      return [order, .array(dishes), try await effect("/pay", 42)]
    }
  }

  static let output: JSONValue = [["eggs": 2], [0, 1, 2], 42]
  /// Start, order, three timers, three servings, a timer, the payment, end.
  static let appends = 11

  @Test func takesElevenAppends() async throws {
    let store = InMemoryStore()
    let run = RunID(at: testStart)
    let output = try await VirtualTime.run { time in
      try await Engine(store, time.clock).execute(Self.brunch(Log()), input: .null, id: run)
    }
    #expect(output == Self.output)
    #expect(store.journal(of: run).count == Self.appends)
  }

  @Test(arguments: 1...appends, FaultingStore.Moment.allCases)
  func resumesAfterACrash(atAppend entry: Int, _ moment: FaultingStore.Moment) async throws {
    let store = InMemoryStore()
    let effects = Log<String>()
    let workflow = Self.brunch(effects)
    let run = RunID(at: testStart)
    try await VirtualTime.run { time in
      let failing = FaultingStore(store, crashingAt: entry, moment)
      await #expect(throws: StoreError.self) {
        try await Engine(failing, time.clock).execute(workflow, input: .null, id: run)
      }
      #expect(failing.hasCrashed)
      guard !store.journal(of: run).isEmpty else { return }

      let acknowledged = Set(store.journal(of: run).stepNames)
      let performed = effects.count
      let output = try await Engine(store, time.clock).resume(run, as: workflow)
      #expect(output == Self.output)
      // No step whose outcome is durable was performed again.
      #expect(acknowledged.isDisjoint(with: effects.values.dropFirst(performed)))
      #expect(store.journal(of: run).stepNames.count == Set(store.journal(of: run).stepNames).count)
      // Nor did the crash prolong a wait: 90 seconds for the slowest dish, then 600.
      #expect(time.clock.now.offset == .seconds(690))
    }
  }

  /// A crash after every append of every attempt to go on.
  @Test(arguments: FaultingStore.Moment.allCases)
  func getsToTheEndCrashByCrash(_ moment: FaultingStore.Moment) async throws {
    let store = InMemoryStore()
    let effects = Log<String>()
    let workflow = Self.brunch(effects)
    let run = RunID(at: testStart)
    try await VirtualTime.run { time in
      let first = Engine(FaultingStore(store, crashingAt: 2, moment), time.clock)
      await #expect(throws: StoreError.self) { try await first.execute(workflow, input: .null, id: run) }
      var output: JSONValue?
      for _ in 0..<20 where output == nil {
        // One entry gets through each time.
        let failing = FaultingStore(store, crashingAt: moment == .beforeCommit ? 2 : 1, moment)
        output = try? await Engine(failing, time.clock).resume(run, as: workflow)
      }
      #expect(output == Self.output)
    }
    #expect(Set(effects.values) == ["/order", "/serve/0", "/serve/1", "/serve/2", "/pay"])
  }

  /// The same, in other orders of the branches.
  @Test(arguments: 0..<50) func resumesInWhateverOrderTheBranchesRun(_ seed: UInt64) async throws {
    let store = InMemoryStore()
    let effects = Log<String>()
    let workflow = Self.brunch(effects)
    let run = RunID(at: testStart)
    try await VirtualTime.run(seed: seed) { time in
      let failing = FaultingStore(store, crashingAt: Int(seed) % (Self.appends - 2) + 2, .beforeCommit)
      await #expect(throws: StoreError.self) {
        try await Engine(failing, time.clock).execute(workflow, input: .null, id: run)
      }
      let output = try await Engine(store, time.clock).resume(run, as: workflow)
      #expect(output == Self.output)
    }
  }
}

extension [JournalEntry] {
  var stepNames: [String] {
    compactMap { if case .stepEnded(let id, _) = $0.kind { id.description } else { nil } }
  }
}
