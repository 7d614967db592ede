import AsyncPatterns
import JugglerTesting
import Testing

/// A way to use a pattern in which it waits for everything it can wait for.
struct CancellationScenario: Sendable, CustomTestStringConvertible {
  let name: String
  let make: @Sendable () -> CancellationRun

  var testDescription: String { name }

  init(_ name: String, _ make: @escaping @Sendable () -> CancellationRun) {
    self.name = name
    self.make = make
  }

  static let all = [
    retrying, timeout, timeoutOnAPlainClock, deadline, circuitBreaker, semaphore, semaphoreInTime, bulkhead,
    adaptiveLimit, rateLimiter, hedging, fallback, singleFlightLeader, singleFlightFollower, memoize, batching,
    concurrentMap, firstSuccessAndRace, settling, stream, channelSender, channelReceiver, pipeline, promise, faults,
    composition,
  ]

  private static let retrying = CancellationScenario("retry") {
    CancellationRun { run in
      try await retry(
        RetryPolicy(maxAttempts: 3, attemptTimeout: .seconds(5)), clock: run.timers, using: SeededGenerator(seed: 1)
      ) { _ in
        try await run.clock.sleep(for: .seconds(1))
        throw SomeError()
      }
    }
  }

  private static let timeout = CancellationScenario("timeout") {
    CancellationRun { run in
      try? await withTimeout(.seconds(1), clock: run.timers) { try await run.clock.sleep(for: .seconds(2)) }
      try await withTimeout(.seconds(2), clock: run.timers) { try await run.clock.sleep(for: .seconds(1)) }
    }
  }

  private static let timeoutOnAPlainClock = CancellationScenario("timeout on a plain clock") {
    CancellationRun { run in
      let clock = PlainClock(base: run.clock)
      try? await withTimeout(.seconds(1), clock: clock) { try await run.clock.sleep(for: .seconds(2)) }
      try await withTimeout(.seconds(2), clock: clock) { try await run.clock.sleep(for: .seconds(1)) }
    }
  }

  private static let deadline = CancellationScenario("deadline") {
    CancellationRun { run in
      try await withDeadline(in: .seconds(3), clock: run.timers) {
        try await withDeadline(in: .seconds(5), clock: run.timers) { try await run.timers.sleep(for: .seconds(9)) }
      }
    }
  }

  private static let circuitBreaker = CancellationScenario("circuit breaker") {
    let breaker = CircuitBreaker(
      CircuitBreakerConfiguration(minimumThroughput: 1, openDuration: .none), clock: ManualClock())
    return CancellationRun(check: { breaker.state == .halfOpen || breaker.state == .closed ? [] : ["a lost probe"] }) {
      run in
      for _ in 0..<2 {
        breaker.reset()
        try? await breaker.run { throw SomeError() }
        // Open, and for no time: the next call is the probe.
        try await breaker.run { try await run.clock.sleep(for: .seconds(1)) }
      }
    }
  }

  private static let semaphore = CancellationScenario("semaphore") {
    let semaphore = AsyncSemaphore(permits: 1)
    return CancellationRun(
      companion: { run in
        for _ in 0..<3 { try await semaphore.withPermit { try await run.clock.sleep(for: .seconds(1)) } }
      }, check: { semaphore.available == 1 && semaphore.waiting == 0 ? [] : ["a permit"] }
    ) { run in
      for _ in 0..<3 { try await semaphore.withPermit { try await run.clock.sleep(for: .seconds(1)) } }
    }
  }

  private static let semaphoreInTime = CancellationScenario("semaphore with a timeout") {
    let semaphore = AsyncSemaphore(permits: 1)
    return CancellationRun(
      companion: { run in try await semaphore.withPermit { try await run.clock.sleep(for: .seconds(3)) } },
      check: { semaphore.available == 1 && semaphore.waiting == 0 ? [] : ["a permit"] }
    ) { run in
      for _ in 0..<4 {
        guard (try? await semaphore.acquire(timeout: .seconds(1), clock: run.timers)) != nil else { continue }
        semaphore.release()
      }
    }
  }

  private static let bulkhead = CancellationScenario("bulkhead") {
    let bulkhead = Bulkhead(maxConcurrent: 1, maxQueued: 1)
    return CancellationRun(
      companion: { run in try await bulkhead.run { try await run.clock.sleep(for: .seconds(1)) } },
      check: { bulkhead.semaphore.available == 1 ? [] : ["a permit"] }
    ) { run in try await bulkhead.run { try await run.clock.sleep(for: .seconds(1)) } }
  }

  private static let adaptiveLimit = CancellationScenario("adaptive limit") {
    let limiter = AdaptiveLimiter(.aimd(), initial: 1, range: 1...1, maxQueued: 5, clock: ManualClock())
    return CancellationRun(
      companion: { run in try await limiter.run { try await run.clock.sleep(for: .seconds(1)) } },
      check: { limiter.inFlight == 0 ? [] : ["a place"] }
    ) { run in try await limiter.run { try await run.clock.sleep(for: .seconds(1)) } }
  }

  private static let rateLimiter = CancellationScenario("rate limiter") {
    CancellationRun { run in
      let limiter = RateLimiter(.tokenBucket(1, per: .seconds(1)), clock: run.timers)
      for _ in 0..<3 { try await limiter.run { try await run.clock.sleep(for: .milliseconds(10)) } }
    }
  }

  private static let hedging = CancellationScenario("hedging") {
    CancellationRun { run in
      try await hedge(HedgingPolicy(delay: .fixed(.seconds(1)), maxAttempts: 3), clock: run.timers) { attempt in
        try await run.clock.sleep(for: .seconds(5 - attempt))
        if attempt == 3 { throw SomeError() }
      }
    }
  }

  private static let fallback = CancellationScenario("fallback") {
    CancellationRun { run in
      try await withFallback {
        try await run.clock.sleep(for: .seconds(1))
        throw SomeError()
      } fallback: { _ in
        try await run.clock.sleep(for: .seconds(1))
      }
    }
  }

  private static let singleFlightLeader = CancellationScenario("single flight, the first caller") {
    let flights = SingleFlight<Int, Void>()
    let call: @Sendable (CancellationRun) async throws -> Void = { run in
      try await flights.run(1) { try await run.clock.sleep(for: .seconds(1)) }
    }
    return CancellationRun(
      companion: { run in
        await Task.yield()
        try await call(run)
      }, check: { flights.count == 0 ? [] : ["a flight"] }, body: call)
  }

  private static let singleFlightFollower = CancellationScenario("single flight, a later caller") {
    let flights = SingleFlight<Int, Void>()
    let call: @Sendable (CancellationRun) async throws -> Void = { run in
      try await flights.run(1) { try await run.clock.sleep(for: .seconds(1)) }
    }
    return CancellationRun(companion: call, check: { flights.count == 0 ? [] : ["a flight"] }, body: call)
  }

  private static let memoize = CancellationScenario("memoize") {
    CancellationRun { run in
      let memo = Memoize<Int, Int, _>(ttl: .seconds(1), staleFor: .seconds(10), clock: run.clock) { key in
        try await run.clock.sleep(for: .seconds(2))
        return key
      }
      for _ in 0..<3 {
        _ = try await memo[1]
        try await run.clock.sleep(for: .seconds(2))
      }
    }
  }
}
