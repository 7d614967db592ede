import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct CircuitBreakerTests {
  private let clock = ManualClock()

  private func breaker(
    _ configuration: CircuitBreakerConfiguration = CircuitBreakerConfiguration(
      minimumThroughput: 4, window: .count(10)),
    observe: PolicyObserver? = nil
  ) -> CircuitBreaker<ManualClock> {
    CircuitBreaker(configuration, clock: clock, observe: observe)
  }

  private func fail(_ breaker: CircuitBreaker<ManualClock>, times: Int = 1) async {
    for _ in 0..<times { try? await breaker.run { throw SomeError() } }
  }

  private func succeed(_ breaker: CircuitBreaker<ManualClock>, times: Int = 1) async {
    for _ in 0..<times { try? await breaker.run {} }
  }

  @Test func letsResultsAndErrorsThrough() async throws {
    let breaker = breaker()
    #expect(try await breaker.run { 42 } == 42)
    await #expect(throws: SomeError(number: 1)) { try await breaker.run { throw SomeError(number: 1) } }
  }

  @Test func opensWhenTheShareOfFailuresIsReached() async {
    let breaker = breaker()
    await succeed(breaker, times: 2)
    await fail(breaker)
    #expect(breaker.state == .closed)
    await fail(breaker)
    #expect(breaker.state == .open)
    await #expect(throws: CircuitOpenError(retryAfter: .seconds(5))) {
      try await breaker.run { Issue.record("called") }
    }
  }

  @Test func tooFewCallsSayNothing() async {
    let breaker = breaker()
    await fail(breaker, times: 3)
    #expect(breaker.state == .closed)
  }

  @Test func oldFailuresAreForgotten() async {
    let breaker = breaker(CircuitBreakerConfiguration(minimumThroughput: 4, window: .time(.seconds(10))))
    await fail(breaker, times: 3)
    clock.advance(by: .seconds(11))
    await fail(breaker)
    #expect(breaker.state == .closed)
    await fail(breaker, times: 3)
    #expect(breaker.state == .open)
  }

  @Test func slowCallsCountAsWell() async throws {
    let breaker = breaker(
      CircuitBreakerConfiguration(
        slowCallRatio: 0.5, slowCallDuration: .seconds(2), minimumThroughput: 2, window: .count(10)))
    await succeed(breaker)
    try await breaker.run { clock.advance(by: .seconds(2)) }
    #expect(breaker.state == .open)
  }

  @Test func errorsThatSayNothingAboutTheOtherSideDoNotCount() async {
    let breaker = breaker(
      CircuitBreakerConfiguration(
        minimumThroughput: 1, window: .count(10), isFailure: { ($0 as? SomeError)?.number != 7 }))
    for _ in 0..<5 { try? await breaker.run { throw SomeError(number: 7) } }
    #expect(breaker.state == .closed)
  }

  @Test func aSuccessfulProbeCloses() async throws {
    let breaker = breaker()
    await fail(breaker, times: 4)
    clock.advance(by: .seconds(5))
    #expect(try await breaker.run { "works" } == "works")
    #expect(breaker.state == .closed)
    await fail(breaker, times: 3)
    #expect(breaker.state == .closed)
  }

  @Test func aFailedProbeOpensAgainForLonger() async {
    let breaker = breaker(
      CircuitBreakerConfiguration(
        minimumThroughput: 1, window: .count(1), openDuration: .exponential(initial: .seconds(1))))
    await fail(breaker)
    clock.advance(by: .seconds(1))
    await fail(breaker)
    await #expect(throws: CircuitOpenError(retryAfter: .seconds(2))) { try await breaker.run {} }
    clock.advance(by: .seconds(2))
    await succeed(breaker)
    await fail(breaker)
    await #expect(throws: CircuitOpenError(retryAfter: .seconds(1))) { try await breaker.run {} }
  }

  @Test func halfOpenLetsOnlyTheProbesThrough() async throws {
    let breaker = breaker(
      CircuitBreakerConfiguration(minimumThroughput: 1, window: .count(1), probes: 2))
    await fail(breaker)
    clock.advance(by: .seconds(5))
    let probes = (0..<2).map { _ in Task { try await breaker.run { try await clock.sleep(for: .seconds(1)) } } }
    await clock.waitForSleepers(2)
    #expect(breaker.state == .halfOpen)
    await #expect(throws: CircuitOpenError(retryAfter: nil)) { try await breaker.run {} }
    clock.advance(by: .seconds(1))
    for probe in probes { try await probe.value }
    #expect(breaker.state == .closed)
  }

  @Test func aCancelledProbeIsFreeForAnother() async throws {
    let breaker = breaker(CircuitBreakerConfiguration(minimumThroughput: 1, window: .count(1)))
    await fail(breaker)
    clock.advance(by: .seconds(5))
    let probe = Task { try await breaker.run { try await clock.sleep(for: .seconds(1)) } }
    await clock.waitForSleepers()
    probe.cancel()
    await #expect(throws: CancellationError.self) { try await probe.value }
    #expect(breaker.state == .halfOpen)
    try await breaker.run {}
    #expect(breaker.state == .closed)
  }

  @Test func aCallOfAnEarlierStateDoesNotCount() async throws {
    let breaker = breaker(CircuitBreakerConfiguration(minimumThroughput: 1, window: .count(1)))
    let late = Task { try? await breaker.run { try? await clock.sleep(for: .seconds(100)) } }
    await clock.waitForSleepers()
    await fail(breaker)
    clock.advance(by: .seconds(100))
    await late.value
    #expect(breaker.state == .open)
  }

  @Test func isolatedItStaysOpenUntilReset() async throws {
    let breaker = breaker()
    breaker.isolate()
    clock.advance(by: .seconds(1000))
    await #expect(throws: CircuitOpenError(retryAfter: nil)) { try await breaker.run {} }
    breaker.reset()
    try await breaker.run {}
    #expect(breaker.state == .closed)
  }

  @Test func tellsOfEveryChangeOfState() async {
    let changes = Log<String>()
    let breaker = breaker {
      if case .circuitChanged(let from, let to) = $0 { changes.append("\(from) → \(to)") }
    }
    await fail(breaker, times: 4)
    clock.advance(by: .seconds(5))
    await succeed(breaker)
    breaker.isolate()
    breaker.isolate()
    breaker.reset()
    breaker.reset()
    #expect(
      changes.values == [
        "closed → open", "open → halfOpen", "halfOpen → closed", "closed → isolated", "isolated → closed",
      ])
  }
}
