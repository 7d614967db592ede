import AsyncPatterns
import JSON
import Juggler
import JugglerSQLite
import Testing

/// What a run costs, counted.
struct CostTests {
  private struct FiveSteps: Workflow {
    let reference = WorkflowReference(namespace: "test", name: "five", version: "1.0.0")

    func run(_ order: Int, in context: RunContext) async throws -> Int {
      var total = order
      for number in 1...5 { total = try await context.step("add \(number)") { total + number } }
      return total
    }
  }

  @Test(arguments: [1, 20])
  func aRunOfFiveStepsIsSevenEntriesAndARow(_ runs: Int) async throws {
    try await withTemporaryStore { store in
      let engine = Engine(store: store, clock: TimerClock(base: ContinuousClock()), cpuPool: .shared)
      try await withThrowingDiscardingTaskGroup { group in
        for order in 0..<runs {
          group.addTask {
            let output = try await engine.execute(FiveSteps(), input: .integer(Int64(order)))
            #expect(output == .integer(Int64(order) + 15))
          }
        }
      }
      let database = try TestDatabase(store.path)
      #expect(try database.integer("SELECT count(*) FROM journal") == runs * 7)
      #expect(try database.integer("SELECT count(*) FROM runs") == runs)
      #expect(try database.integer("SELECT count(*) FROM payloads") == 0)
    }
  }
}
