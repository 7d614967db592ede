import AsyncPatterns
import Foundation

/// What the patterns cost when nothing goes wrong, and how they stand beside Node's and Python's nearest equivalents.
struct PatternsSuite: Suite {
  let name = "patterns"
  let summary = "CPU time and allocations of a call when nothing goes wrong, the median of 7 rounds"

  func run() async throws {
    print("| pattern | ns of CPU | allocations |\n| --- | --- | --- |")
    for (name, call) in Self.calls() { try await report(name, call) }
    print()
    try await PatternsContest().run()
  }

  private func report(_ name: String, _ call: @Sendable () async throws -> Void) async throws {
    let cost = try await PatternCost.measure(call)
    print("| \(name) | \(Int(cost.nanoseconds.rounded())) | \(String(format: "%.1f", cost.allocations)) |")
  }

  private static func calls() -> [(String, @Sendable () async throws -> Void)] {
    let clock = TimerClock.timers
    let limiter = RateLimiter(.tokenBucket(1_000_000_000, per: .seconds(1)), clock: clock)
    let window = RateLimiter(.slidingWindow(1_000_000, per: .milliseconds(1)), clock: clock)
    let breaker = CircuitBreaker(CircuitBreakerConfiguration(), clock: clock)
    let bulkhead = Bulkhead(maxConcurrent: 100)
    let semaphore = AsyncSemaphore(permits: 10)
    let adaptive = AdaptiveLimiter(.gradient(), clock: clock)
    let shedder = LoadShedder(capacity: 100)
    let retrying = RetryPolicy()
    let flights = SingleFlight<Int, Void>()
    let memo = Memoize<Int, Int, _>(ttl: .seconds(3600), clock: clock) { $0 }
    let channel = Channel<Int>(capacity: 10)
    let hedging = HedgingPolicy(delay: .fixed(.seconds(1)))
    let faults = FaultInjection<Void>(.latency(.seconds(1)), rate: 0)
    let five = fiveStrategies(limiter, breaker, retrying, bulkhead)
    return [
      ("nothing: an async call", { try await work() }),
      ("retry", { try await retry(retrying, clock: clock) { _ in try await work() } }),
      ("timeout", { try await withTimeout(.seconds(60), clock: clock) { try await work() } }),
      (
        "timeout on a clock without callbacks",
        { try await withTimeout(.seconds(60), clock: ContinuousClock()) { try await work() } }
      ),
      ("deadline", { try await withDeadline(in: .seconds(60), clock: clock) { try await work() } }),
      ("circuit breaker", { try await breaker.run { try await work() } }),
      ("semaphore", { try await semaphore.withPermit { try await work() } }),
      ("bulkhead", { try await bulkhead.run { try await work() } }),
      ("adaptive limit", { try await adaptive.run { try await work() } }),
      ("load shedding", { try await shedder.run { try await work() } }),
      ("rate limiter, token bucket", { try await limiter.run { try await work() } }),
      ("rate limiter, sliding window", { try await window.run { try await work() } }),
      ("hedging", { try await hedge(hedging, clock: clock) { _ in try await work() } }),
      ("fallback", { try await withFallback({ try await work() }, fallback: { _ in }) }),
      ("single flight", { try await flights.run(1) { try await work() } }),
      ("memoize, remembered", { _ = try await memo[1] }),
      ("fault injection", { try await faults.run(clock: clock) { try await work() } }),
      ("promise", { try await decided() }),
      (
        "channel: send and receive",
        {
          try await channel.send(1)
          _ = try await channel.receive()
        }
      ),
      ("CPU pool: there and back", { try await CPUPool.shared.run {} }),
      ("five strategies: rate limit, breaker, retry, timeout, bulkhead", { try await five.run { try await work() } }),
    ]
  }

  private static func fiveStrategies<C: Clock>(
    _ limiter: RateLimiter<C>, _ breaker: CircuitBreaker<C>, _ retrying: RetryPolicy, _ bulkhead: Bulkhead
  ) -> Policy<Void> where C.Duration == Duration {
    Policy<Void> {
      Policy.rateLimit(limiter)
      Policy.circuitBreaker(breaker)
      Policy.retry(retrying, clock: .timers)
      Policy.timeout(.seconds(60), clock: .timers)
      Policy.bulkhead(bulkhead)
    }
  }

  private static func decided() async throws {
    let (promise, future) = Promise<Void>.make()
    promise.succeed()
    try await future.value
  }
}

@inline(never)
@Sendable
private func work() async throws {}
