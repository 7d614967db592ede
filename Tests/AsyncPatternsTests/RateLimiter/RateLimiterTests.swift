import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct RateLimiterTests {
  private let clock = ManualClock()

  @Test func lettingABurstThroughItThenKeepsTheRate() async throws {
    let limiter = RateLimiter(.tokenBucket(10, per: .seconds(1), burst: 3), clock: clock)
    for _ in 0..<3 { try await limiter.acquire() }
    #expect(!limiter.tryAcquire())
    clock.advance(by: .milliseconds(100))
    #expect(limiter.tryAcquire())
    #expect(!limiter.tryAcquire())
  }

  @Test func whoWaitsIsServedInOrder() async throws {
    let limiter = RateLimiter(.tokenBucket(1, per: .seconds(1)), clock: clock)
    let served = Log<String>()
    try await limiter.acquire()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...3 {
        group.addTask { try await limiter.run { served.append("\(number) at \(clock.now)") } }
        await clock.waitForSleepers(number)
      }
      for count in 1...3 {
        clock.advance(by: .seconds(1))
        await eventually { served.count == count }
      }
      try await group.waitForAll()
    }
    #expect(served.values == ["1 at +1.0 seconds", "2 at +2.0 seconds", "3 at +3.0 seconds"])
  }

  @Test func refusesWhatWouldWaitTooLongAndSaysUntilWhen() async throws {
    let refusals = Log<String>()
    let limiter = RateLimiter(.slidingWindow(2, per: .seconds(10)), clock: clock, maxWait: .zero) {
      if case .rejected(let error) = $0 { refusals.append("\(error)") }
    }
    try await limiter.acquire()
    clock.advance(by: .seconds(4))
    try await limiter.acquire()
    await #expect(throws: RateLimitExceededError(retryAfter: .seconds(6))) { try await limiter.acquire() }
    await #expect(throws: RateLimitExceededError(retryAfter: nil)) { try await limiter.acquire(3) }
    #expect(refusals.count == 2)
    clock.advance(by: .seconds(6))
    try await limiter.acquire()
  }

  @Test func whoIsCancelledWhileWaitingGivesTheTurnBack() async throws {
    let limiter = RateLimiter(.tokenBucket(1, per: .seconds(1)), clock: clock)
    try await limiter.acquire()
    let waiting = Task { try await limiter.acquire() }
    await clock.waitForSleepers()
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    clock.advance(by: .seconds(1))
    #expect(limiter.tryAcquire())
  }

  @Test func isIdleOnceItIsAsGoodAsNew() async throws {
    let limiter = RateLimiter(.tokenBucket(1, per: .seconds(1), burst: 2), clock: clock)
    #expect(limiter.isIdle)
    try await limiter.acquire(2)
    clock.advance(by: .seconds(1))
    #expect(!limiter.isIdle)
    clock.advance(by: .seconds(1))
    #expect(limiter.isIdle)
  }

  @Test func aRegistryKeepsOneForEachKey() async throws {
    let limiters = Registry<String, RateLimiter<ManualClock>>(maxCount: 2, canForget: { $0.isIdle }) { [clock] _ in
      RateLimiter(.tokenBucket(1, per: .seconds(1)), clock: clock)
    }
    #expect(limiters["a"].tryAcquire() && limiters["b"].tryAcquire())
    #expect(!limiters["a"].tryAcquire())
    #expect(limiters["c"].tryAcquire())
    #expect(limiters.count == 3, "none is idle, so none is forgotten")
    clock.advance(by: .seconds(1))
    #expect(limiters["d"].tryAcquire())
    #expect(limiters.count == 2)
  }
}
