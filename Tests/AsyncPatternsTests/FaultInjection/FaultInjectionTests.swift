import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct FaultInjectionTests {
  private let clock = ManualClock()

  @Test func happensToTheShareOfCallsItIsFor() async throws {
    for (random, expected) in [(0.09, -1), (0.1, 1)] {
      let injection = FaultInjection(.result(-1), rate: 0.1, random: { random })
      #expect(try await injection.run(clock: clock) { 1 } == expected)
    }
  }

  @Test func happensOnlyWhileEnabled() async throws {
    let injection = FaultInjection(.result(-1), rate: 1, isEnabled: { false })
    #expect(try await injection.run(clock: clock) { 1 } == 1)
  }

  @Test func anErrorReplacesTheCall() async {
    let log = Log<String>()
    let injection = FaultInjection<Int>(.error(SomeError(number: 3)), rate: 1)
    await #expect(throws: SomeError(number: 3)) {
      try await injection.run(clock: clock, observe: { log.append($0.message) }) {
        Issue.record("called")
        return 1
      }
    }
    #expect(log.values == ["a fault was injected on purpose: error: SomeError(number: 3)"])
  }

  @Test func latencyComesBeforeTheCallAndCanBeCancelled() async throws {
    let injection = FaultInjection<Int>(.latency(.seconds(2)), rate: 1)
    let task = Task { try await injection.run(clock: clock) { 1 } }
    await clock.waitForSleepers()
    clock.advance(by: .seconds(2))
    #expect(try await task.value == 1)
    let cancelled = Task { try await injection.run(clock: clock) { 1 } }
    await clock.waitForSleepers()
    cancelled.cancel()
    await #expect(throws: CancellationError.self) { try await cancelled.value }
  }
}
