import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct ManualExecutorTests {
  @Test func tasksRunOnlyWhenTold() async throws {
    let executor = ManualExecutor()
    let clock = ManualClock()
    let log = Log<String>()
    let task = Task(executorPreference: executor) {
      log.append("begins")
      try await clock.sleep(for: .seconds(1))
      log.append("ends")
    }
    #expect(log.values == [])
    executor.runUntilIdle()
    #expect(log.values == ["begins"])
    #expect(clock.sleeperCount == 1)
    clock.advance(by: .seconds(1))
    #expect(log.values == ["begins"])
    executor.runUntilIdle()
    #expect(log.values == ["begins", "ends"])
    try await task.value
    #expect(executor.readyCount == 0)
  }
}
