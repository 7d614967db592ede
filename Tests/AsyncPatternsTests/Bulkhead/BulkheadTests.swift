import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct BulkheadTests {
  private let clock = ManualClock()

  @Test func runsWhenThereIsRoom() async throws {
    #expect(try await Bulkhead(maxConcurrent: 1).run { 42 } == 42)
  }

  @Test func refusesAndSaysSoWhenThereIsNoRoom() async throws {
    let refusals = Log<String>()
    let bulkhead = Bulkhead(maxConcurrent: 1, maxQueued: 0) {
      if case .rejected(let error) = $0 { refusals.append("\(error)") }
    }
    let running = Task { try await bulkhead.run { try await clock.sleep(for: .seconds(1)) } }
    await clock.waitForSleepers()
    await #expect(throws: BulkheadRejectedError(maxConcurrent: 1, waiting: 0, waitedTooLong: false)) {
      try await bulkhead.run {}
    }
    #expect(refusals.values == ["bulkhead full: 1 calls run and 0 wait"])
    clock.advance(by: .seconds(1))
    try await running.value
    try await bulkhead.run {}
  }

  @Test func waitsNoLongerThanAllowed() async throws {
    let bulkhead = Bulkhead(maxConcurrent: 1, maxWait: .seconds(2), clock: clock)
    let running = Task { try await bulkhead.run { try await clock.sleep(for: .seconds(100)) } }
    await clock.waitForSleepers()
    let waiting = Task { try await bulkhead.run {} }
    await clock.waitForSleepers(2)
    clock.advance(by: .seconds(2))
    await #expect(throws: BulkheadRejectedError(maxConcurrent: 1, waiting: 0, waitedTooLong: true)) {
      try await waiting.value
    }
    running.cancel()
    _ = await running.result
    #expect(bulkhead.semaphore.available == 1)
  }

  @Test func cancelledWhileItWaitsItLeaves() async throws {
    let bulkhead = Bulkhead(maxConcurrent: 1)
    let running = Task { try await bulkhead.run { try await clock.sleep(for: .seconds(100)) } }
    await clock.waitForSleepers()
    let waiting = Task { try await bulkhead.run {} }
    await eventually { bulkhead.semaphore.waiting == 1 }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    running.cancel()
    await #expect(throws: CancellationError.self) { try await running.value }
    #expect(bulkhead.semaphore.available == 1)
  }
}
