import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct HedgingTests {
  private let clock = ManualClock()

  private func policy(_ attempts: Int = 2) -> HedgingPolicy {
    HedgingPolicy(delay: .fixed(.seconds(1)), maxAttempts: attempts)
  }

  @Test func aQuickAnswerNeedsNoCopy() async throws {
    #expect(try await hedge(policy(), clock: clock) { attempt in attempt } == 1)
    #expect(clock.sleeperCount == 0)
  }

  @Test func aLateAnswerIsOvertakenByTheCopy() async throws {
    let log = Log<String>()
    let task = Task {
      try await hedge(
        policy(), clock: clock, observe: { if case .hedged(let number) = $0 { log.append("copy \(number)") } },
        operation: { attempt in
          if attempt == 1 {
            do {
              try await clock.sleep(for: .seconds(100))
            } catch {
              log.append("first cancelled")
              throw error
            }
          }
          return attempt
        })
    }
    await clock.waitForSleepers(2)
    clock.advance(by: .seconds(1))
    #expect(try await task.value == 2)
    #expect(log.values == ["copy 1", "first cancelled"])
    #expect(clock.sleeperCount == 0)
  }

  @Test func aFailureStartsTheNextCopyAtOnce() async throws {
    let result = try await hedge(policy(3), clock: clock) { attempt in
      if attempt < 3 { throw SomeError(number: attempt) }
      return attempt
    }
    #expect(result == 3)
  }

  @Test func whenAllFailTheLastErrorIsThrown() async {
    await #expect(throws: SomeError(number: 2)) {
      try await hedge(policy(2), clock: clock) { attempt in throw SomeError(number: attempt) }
    }
  }

  @Test func anErrorMayEndAllCopies() async {
    let policy = HedgingPolicy(delay: .fixed(.seconds(1)), maxAttempts: 3, shouldContinue: { _ in false })
    await #expect(throws: SomeError(number: 1)) {
      try await hedge(policy, clock: clock) { attempt in throw SomeError(number: attempt) }
    }
  }

  @Test func theDelayOfAFailedCopyStartsNoFurther() async throws {
    let started = Log<Int>()
    let task = Task {
      try await hedge(policy(3), clock: clock) { attempt in
        started.append(attempt)
        if attempt == 1 { throw SomeError() }
        try await clock.sleep(for: .milliseconds(1500))
        return attempt
      }
    }
    // The second copy, its delay, and the delay of the failed first.
    await clock.waitForSleepers(3)
    clock.advance(by: .milliseconds(500))
    #expect(started.values == [1, 2])
    task.cancel()
    _ = await task.result
  }

  @Test func cancelledItCancelsTheCopies() async {
    let task = Task { try await hedge(policy(), clock: clock) { _ in try await clock.sleep(for: .seconds(100)) } }
    await clock.waitForSleepers(2)
    clock.advance(by: .seconds(1))
    await eventually { clock.sleeperCount == 2 }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.sleeperCount == 0)
  }

  @Test func waitsAsLongAsMostCallsTake() async throws {
    let tracker = LatencyTracker(minimum: 10)
    for milliseconds in 1...100 { tracker.record(.milliseconds(milliseconds)) }
    let policy = HedgingPolicy(delay: .percentile(0.9, of: tracker, initially: .seconds(9)))
    let task = Task {
      try await hedge(policy, clock: clock) { attempt in
        if attempt == 1 { try await clock.sleep(for: .seconds(100)) }
        return attempt
      }
    }
    await clock.waitForSleepers(2)
    #expect(clock.nextDeadline?.offset == .milliseconds(90))
    clock.advance(by: .milliseconds(90))
    #expect(try await task.value == 2)
  }
}

@Suite struct LatencyTrackerTests {
  @Test func percentilesAreThoseOfTheNearestRank() {
    let tracker = LatencyTracker(capacity: 100, minimum: 1)
    for value in (1...100).shuffled() { tracker.record(.seconds(value)) }
    #expect(tracker.percentile(0) == .seconds(1))
    #expect(tracker.percentile(0.5) == .seconds(50))
    #expect(tracker.percentile(0.951) == .seconds(96))
    #expect(tracker.percentile(1) == .seconds(100))
  }

  @Test func remembersTheLastCallsOnly() {
    let tracker = LatencyTracker(capacity: 10, minimum: 10)
    for value in 1...9 { tracker.record(.seconds(value)) }
    #expect(tracker.percentile(0.5) == nil)
    for value in 10...25 { tracker.record(.seconds(value)) }
    #expect(tracker.percentile(0) == .seconds(16))
  }
}
