import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct RetryTests {
  private let clock = ManualClock()

  /// Advances the clock from sleep to sleep while the operation runs, and says how long each sleep was.
  private func driving<R: Sendable>(
    _ operation: @escaping @Sendable () async throws -> R
  ) async -> (result: Result<R, any Error>, slept: [Duration]) {
    let finished = Log<Void>()
    let task = Task {
      defer { finished.append(()) }
      return try await operation()
    }
    var slept: [Duration] = []
    while finished.count == 0 {
      if let next = clock.nextDeadline {
        slept.append(clock.now.duration(to: next))
        clock.advance(to: next)
      }
      await Task.yield()
    }
    return (await task.result, slept)
  }

  private func policy(
    _ attempts: Int?, _ backoff: Backoff = .exponential(initial: .seconds(1)), elapsedLimit: Duration? = nil,
    budget: RetryBudget? = nil
  ) -> RetryPolicy {
    RetryPolicy(maxAttempts: attempts, backoff: backoff, jitter: .none, elapsedLimit: elapsedLimit, budget: budget)
  }

  @Test func returnsAtOnceWhenTheFirstTrySucceeds() async throws {
    let result = try await retry(policy(3), clock: clock) { attempt in attempt }
    #expect(result == 1)
  }

  @Test func waitsBeforeEachRetryAndReportsIt() async throws {
    let events = Log<String>()
    let (result, slept) = await driving { [clock] in
      try await retry(
        policy(5), clock: clock,
        onRetry: { events.append("\($0.attempt) \($0.error) \($0.delay)") },
        operation: { attempt in
          if attempt < 4 { throw SomeError(number: attempt) }
          return "done"
        })
    }
    #expect(try result.get() == "done")
    #expect(slept == [.seconds(1), .seconds(2), .seconds(4)])
    #expect(
      events.values == [
        "1 SomeError(number: 1) 1.0 seconds", "2 SomeError(number: 2) 2.0 seconds",
        "3 SomeError(number: 3) 4.0 seconds",
      ])
  }

  @Test func throwsTheErrorOfTheLastTry() async {
    let (result, slept) = await driving { [clock] in
      try await retry(policy(3), clock: clock) { attempt in throw SomeError(number: attempt) }
    }
    #expect(throws: SomeError(number: 3)) { try result.get() }
    #expect(slept == [.seconds(1), .seconds(2)])
  }

  @Test func doesNotRetryWhatThePredicateRefuses() async {
    var policy = policy(10)
    policy.shouldRetry = { ($0 as? SomeError)?.number != 2 }
    let (result, slept) = await driving { [clock, policy] in
      try await retry(policy, clock: clock) { attempt in throw SomeError(number: attempt) }
    }
    #expect(throws: SomeError(number: 2)) { try result.get() }
    #expect(slept == [.seconds(1)])
  }

  @Test func whatThePredicateThrowsEndsTheRetrying() async {
    var policy = policy(10)
    policy.shouldRetry = { _ in throw SomeError(number: 77) }
    let refusing = policy
    await #expect(throws: SomeError(number: 77)) {
      try await retry(refusing, clock: clock) { _ in throw SomeError() }
    }
  }

  @Test func whatTheObserverThrowsEndsTheRetrying() async {
    await #expect(throws: SomeError(number: 78)) {
      try await retry(
        policy(10), clock: clock, onRetry: { _ in throw SomeError(number: 78) },
        operation: { _ in throw SomeError() })
    }
  }

  @Test func retriesAResultThatIsNotGoodEnough() async throws {
    let (result, slept) = await driving { [clock] in
      try await retry(policy(5), clock: clock, until: { $0 >= 3 }, operation: { attempt in attempt })
    }
    #expect(try result.get() == 3)
    #expect(slept == [.seconds(1), .seconds(2)])
  }

  @Test func returnsTheLastResultWhenNoneIsGoodEnough() async throws {
    let (result, _) = await driving { [clock] in
      try await retry(policy(2), clock: clock, until: { _ in false }, operation: { attempt in attempt })
    }
    #expect(try result.get() == 2)
  }

  @Test func beginsNoDelayThatWouldOutlastTheElapsedLimit() async {
    let (result, slept) = await driving { [clock] in
      try await retry(policy(nil, elapsedLimit: .seconds(7)), clock: clock) { attempt in
        throw SomeError(number: attempt)
      }
    }
    #expect(throws: SomeError(number: 4)) { try result.get() }
    #expect(slept == [.seconds(1), .seconds(2), .seconds(4)])
  }

  @Test func beginsNoDelayThatWouldOutlastTheDeadline() async {
    let timers = TimerClock(base: clock)
    let tries = Log<Int>()
    await #expect(throws: SomeError(number: 1)) {
      try await withDeadline(in: .seconds(1), clock: timers) {
        try await retry(policy(5), clock: timers) { attempt in
          tries.append(attempt)
          throw SomeError(number: attempt)
        }
      }
    }
    #expect(tries.values == [1])
  }

  @Test func waitsAsLongAsTheServerAsks() async {
    var policy = policy(3)
    policy.serverDelay = { ($0 as? SomeError)?.number == 1 ? .seconds(30) : nil }
    let (_, slept) = await driving { [clock, policy] in
      try await retry(policy, clock: clock) { attempt in throw SomeError(number: attempt) }
    }
    #expect(slept == [.seconds(30), .seconds(2)])
  }

  @Test func aTryThatTakesTooLongIsATimeoutThatIsRetried() async throws {
    var policy = policy(2)
    policy.attemptTimeout = .seconds(10)
    let task = Task { [clock, policy] in
      try await retry(policy, clock: clock) { attempt in
        if attempt == 1 { try await clock.sleep(for: .seconds(100)) }
        return attempt
      }
    }
    await clock.waitForSleepers(2)
    clock.advance(by: .seconds(10))
    await eventually { clock.nextDeadline?.offset == .seconds(11) }
    clock.advance(by: .seconds(1))
    #expect(try await task.value == 2)
    #expect(clock.now.offset == .seconds(11))
  }

  @Test func takesEveryRetryFromTheBudget() async {
    let budget = RetryBudget(ratio: 0.5, reserve: 1)
    let (first, slept) = await driving { [clock] in
      try await retry(policy(10, budget: budget), clock: clock) { attempt in throw SomeError(number: attempt) }
    }
    #expect(throws: SomeError(number: 2)) { try first.get() }
    #expect(slept.count == 1)
    let (second, _) = await driving { [clock] in
      try await retry(policy(10, budget: budget), clock: clock) { attempt in throw SomeError(number: attempt) }
    }
    #expect(throws: SomeError(number: 2)) { try second.get() }
  }

  @Test func cancelledDuringADelayItStopsAtOnce() async {
    let tries = Log<Int>()
    let task = Task { [clock] in
      try await retry(policy(nil), clock: clock) { attempt in
        tries.append(attempt)
        throw SomeError()
      }
    }
    await clock.waitForSleepers()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(tries.values == [1])
    #expect(clock.sleeperCount == 0)
  }

  @Test func cancelledDuringATryTheErrorOfThatTryIsThrown() async {
    let task = Task { [clock] in
      try await retry(policy(nil), clock: clock) { _ in try await clock.sleep(for: .seconds(100)) }
    }
    await clock.waitForSleepers()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func withoutDelaysACancelledTaskStillStops() async {
    let task = Task { [clock] in
      try await retry(policy(nil, .none), clock: clock) { attempt in
        if attempt == 1000 { withUnsafeCurrentTask { $0?.cancel() } }
        throw SomeError(number: attempt)
      }
    }
    await #expect(throws: SomeError(number: 1000)) { try await task.value }
  }

  @Test func theSameSeedGivesTheSameDelays() async {
    func delays() async -> [Duration] {
      await driving { [clock] in
        try await retry(
          RetryPolicy(maxAttempts: 6, jitter: .full), clock: clock, using: SeededGenerator(seed: 1),
          operation: { _ in throw SomeError() })
      }.slept
    }
    let first = await delays()
    #expect(Set(first).count == 5)
    #expect(await delays() == first)
  }

  @Test func anOperationMayUseWhatIsNotSendable() async throws {
    final class Counter { var count = 0 }
    let counter = Counter()
    try await retry(policy(2, .none), clock: clock) { attempt in
      counter.count += 1
      if attempt == 1 { throw SomeError() }
    }
    #expect(counter.count == 2)
  }
}

@Suite struct RetryBudgetTests {
  @Test func grantsAShareOfTheCallsBesideTheReserve() {
    let budget = RetryBudget(ratio: 0.1, reserve: 2, limit: 5)
    #expect(budget.takeRetry() && budget.takeRetry() && !budget.takeRetry())
    for _ in 1...9 { budget.recordCall() }
    #expect(!budget.takeRetry())
    budget.recordCall()
    #expect(budget.takeRetry())
    for _ in 1...1000 { budget.recordCall() }
    #expect(budget.remaining == 5)
  }
}
