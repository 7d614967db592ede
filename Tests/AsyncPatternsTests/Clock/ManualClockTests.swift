import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct ManualClockTests {
  @Test func wakesSleepersInTheOrderOfTheirDeadlines() async throws {
    let clock = ManualClock()
    let log = Log<String>()
    _ = clock.schedule(at: clock.now.advanced(by: .seconds(3))) { log.append("3 at \(clock.now)") }
    _ = clock.schedule(at: clock.now.advanced(by: .seconds(1))) { log.append("1 at \(clock.now)") }
    clock.advance(by: .seconds(2))
    #expect(log.values == ["1 at +1.0 seconds"])
    clock.advance(by: .seconds(2))
    #expect(log.values == ["1 at +1.0 seconds", "3 at +3.0 seconds"])
    #expect(clock.now.offset == .seconds(4))
  }

  @Test func aSleeperIsCancelledAtOnce() async throws {
    let clock = ManualClock()
    let task = Task { try await clock.sleep(for: .seconds(1)) }
    await clock.waitForSleepers()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.sleeperCount == 0)
  }

  @Test func aTaskCancelledBeforeItSleepsDoesNotSleep() async throws {
    let clock = ManualClock()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await clock.sleep(for: .seconds(1))
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.sleeperCount == 0)
  }

  @Test func waitsForAsManySleepersAsAsked() async throws {
    let clock = ManualClock()
    await withThrowingTaskGroup(of: Void.self) { group in
      for second in 1...3 { group.addTask { try await clock.sleep(for: .seconds(second)) } }
      await clock.waitForSleepers(3)
      #expect(clock.sleeperCount == 3)
      clock.advance(by: .seconds(3))
    }
  }

  @Test func whoWaitsForSleepersCanBeCancelled() async {
    let clock = ManualClock()
    let task = Task { await clock.waitForSleepers() }
    task.cancel()
    await task.value
  }
}
