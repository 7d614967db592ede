import JugglerTesting
import Testing

@testable import AsyncPatterns

@Suite struct LimitEstimatorTests {
  @Test func aimdGrowsByOneARoundAndShrinksByAShare() {
    var estimator = LimitEstimator(.aimd(backoff: 0.5), initial: 10, range: 1...100)
    // A full round: as many good calls as the limit allows at a time.
    for _ in 0..<11 { estimator.learn(from: .answered(after: .milliseconds(1)), inFlight: 10) }
    #expect(estimator.limit == 11)
    estimator.learn(from: .dropped, inFlight: 10)
    #expect(estimator.limit == 5)
  }

  @Test func aimdTakesALongLatencyForADrop() {
    var estimator = LimitEstimator(.aimd(backoff: 0.5, latencyLimit: .seconds(1)), initial: 10, range: 1...100)
    estimator.learn(from: .answered(after: .seconds(2)), inFlight: 10)
    #expect(estimator.limit == 5)
  }

  @Test(arguments: [LimitAlgorithm.aimd(), .gradient()])
  func aLimitHardlyUsedDoesNotGrow(algorithm: LimitAlgorithm) {
    var estimator = LimitEstimator(algorithm, initial: 10, range: 1...100)
    for _ in 0..<1000 { estimator.learn(from: .answered(after: .milliseconds(1)), inFlight: 1) }
    #expect(estimator.limit == 10)
  }

  @Test(arguments: [LimitAlgorithm.aimd(), .gradient()])
  func itStaysWithinItsRange(algorithm: LimitAlgorithm) {
    var estimator = LimitEstimator(algorithm, initial: 10, range: 4...20)
    for _ in 0..<900 { estimator.learn(from: .answered(after: .milliseconds(1)), inFlight: 100) }
    #expect(estimator.limit == 20)
    for _ in 0..<1000 { estimator.learn(from: .dropped, inFlight: 100) }
    #expect(estimator.limit == 4)
  }

  @Test(arguments: [LimitAlgorithm.aimd(), .gradient()])
  func whatSaysNothingChangesNothing(algorithm: LimitAlgorithm) {
    var estimator = LimitEstimator(algorithm, initial: 10, range: 1...100)
    for _ in 0..<100 { estimator.learn(from: .ignored, inFlight: 10) }
    #expect(estimator.limit == 10)
  }

  /// A server that answers `workers` calls at a time in 10 ms, and queues the rest: the limit settles near what keeps the
  /// server busy, far below what is asked for.
  @Test func gradientFindsWhatAServerCanTake() {
    let workers = 20.0
    var estimator = LimitEstimator(.gradient(), initial: 5, range: 1...1000)
    var limits: [Int] = []
    for round in 0..<20_000 {
      let inFlight = estimator.limit
      let latency = 0.010 * max(1, Double(inFlight) / workers)
      estimator.learn(from: .answered(after: .seconds(latency)), inFlight: inFlight)
      if round > 10_000 { limits.append(estimator.limit) }
    }
    let average = Double(limits.reduce(0, +)) / Double(limits.count)
    #expect(average > workers)
    #expect(average < workers * 2)
  }
}

@Suite struct AdaptiveLimiterTests {
  private let clock = ManualClock()

  @Test func refusesWhatIsBeyondTheLimitOfNow() async throws {
    let events = Log<String>()
    let limiter = AdaptiveLimiter(
      .aimd(backoff: 0.5), initial: 2, range: 1...10, clock: clock, observe: { events.append($0.name) })
    let running = (0..<2).map { _ in Task { try await limiter.run { try await clock.sleep(for: .seconds(1)) } } }
    await clock.waitForSleepers(2)
    await #expect(throws: BulkheadRejectedError(maxConcurrent: 2, waiting: 0, waitedTooLong: false)) {
      try await limiter.run {}
    }
    clock.advance(by: .seconds(1))
    for task in running { try await task.value }
    #expect(limiter.inFlight == 0)
    #expect(events.values == ["rejection"])
  }

  @Test func aTimeoutShrinksTheLimitAndOtherErrorsDoNot() async {
    let changes = Log<String>()
    let limiter = AdaptiveLimiter(
      .aimd(backoff: 0.5), initial: 8, range: 1...10, clock: clock, observe: { changes.append($0.message) })
    try? await limiter.run { throw SomeError() }
    #expect(limiter.limit == 8)
    try? await limiter.run { throw TimeoutError(limit: .seconds(1)) }
    #expect(limiter.limit == 4)
    #expect(changes.values == ["the limit was 8 and is now 4"])
  }

  @Test func whoIsCancelledGivesThePlaceBackAndTeachesNothing() async {
    let limiter = AdaptiveLimiter(.aimd(), initial: 1, maxQueued: 1, clock: clock)
    let running = Task { try await limiter.run { try await clock.sleep(for: .seconds(1)) } }
    await clock.waitForSleepers()
    let waiting = Task { try await limiter.run {} }
    for _ in 0..<100 { await Task.yield() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    running.cancel()
    await #expect(throws: CancellationError.self) { try await running.value }
    #expect(limiter.inFlight == 0)
    #expect(limiter.limit == 1)
  }
}
