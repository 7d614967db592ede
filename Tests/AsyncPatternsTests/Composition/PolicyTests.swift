import AsyncPatterns
import JugglerTesting
import Logging
import Testing

@Suite struct PolicyTests {
  private let clock = ManualClock()

  private func tracing(_ name: String, _ log: Log<String>) -> Policy<Int> {
    Policy { operation in
      log.append("\(name) begins")
      defer { log.append("\(name) ends") }
      return try await operation()
    }
  }

  @Test func stacksInReadingOrder() async throws {
    let log = Log<String>()
    let policy = Policy<Int> {
      tracing("outer", log)
      tracing("middle", log)
      tracing("inner", log)
    }
    #expect(try await policy.run { 42 } == 42)
    #expect(
      log.values == ["outer begins", "middle begins", "inner begins", "inner ends", "middle ends", "outer ends"])
  }

  @Test(arguments: [true, false])
  func mayBePutTogetherByConditions(isOn: Bool) async throws {
    let log = Log<String>()
    let policy = Policy<Int> {
      if isOn { tracing("if", log) }
      if isOn { tracing("then", log) } else { tracing("else", log) }
      for index in 0..<2 { tracing("\(index)", log) }
    }
    _ = try await policy.run { 1 }
    let began = log.values.filter { $0.hasSuffix("begins") }.map { $0.prefix { $0 != " " } }
    #expect(began == (isOn ? ["if", "then", "0", "1"] : ["else", "0", "1"]))
  }

  @Test func everyPatternStacks() async throws {
    let timers = TimerClock(base: clock)
    let events = Log<String>()
    let observe: PolicyObserver = { events.append($0.name) }
    let policy = Policy<Int> {
      Policy.fallback(observe: observe) { _ in -1 }
      Policy.deadline(in: .seconds(60), clock: timers)
      Policy.loadShedding(LoadShedder(capacity: 10, observe: observe))
      Policy.rateLimit(RateLimiter(.tokenBucket(10, per: .seconds(1)), clock: timers, observe: observe))
      Policy.retry(
        RetryPolicy(maxAttempts: 4, backoff: .none, jitter: .none), clock: timers, until: { $0 > 2 }, observe: observe)
      Policy.circuitBreaker(CircuitBreaker(CircuitBreakerConfiguration(), clock: timers, observe: observe))
      Policy.timeout(.seconds(1), clock: timers, observe: observe)
      Policy.hedging(HedgingPolicy(delay: .fixed(.milliseconds(500))), clock: timers, observe: observe)
      Policy.adaptiveLimit(AdaptiveLimiter(.aimd(), clock: timers, observe: observe))
      Policy.bulkhead(Bulkhead(maxConcurrent: 5, observe: observe))
      Policy.faults(FaultInjection(.error(SomeError()), rate: 0), clock: timers, observe: observe)
    }
    let calls = Log<Void>()
    let result = try await policy.run {
      calls.append(())
      return calls.count
    }
    #expect(result == 3)
    #expect(events.values == ["retry", "retry"])
    #expect(timers.waiterCount == 0)
  }

  @Test func aTimeoutInsideARetryIsRetriedAndOneOutsideEndsIt() async throws {
    let timers = TimerClock(base: clock)
    let events = Log<String>()
    let policy = Policy<Int> {
      Policy.timeout(.seconds(5), clock: timers, observe: { _ in events.append("outer") })
      Policy.retry(RetryPolicy(maxAttempts: nil, backoff: .none, jitter: .none), clock: timers)
      Policy.timeout(.seconds(2), clock: timers, observe: { _ in events.append("inner") })
    }
    let task = Task {
      try await policy.run {
        try await clock.sleep(for: .seconds(100))
        return 1
      }
    }
    for second in [2, 4, 5] {
      await eventually { clock.sleeperCount == 2 && timers.waiterCount == 2 }
      clock.advance(to: ManualClock.Instant(offset: .seconds(second)))
      if second < 5 { await eventually { events.count == second / 2 } }
    }
    await #expect(throws: TimeoutError(limit: .seconds(5))) { try await task.value }
    #expect(events.values == ["inner", "inner", "outer"])
  }

  @Test func cancellationGoesThroughAllOfThem() async {
    let bulkhead = Bulkhead(maxConcurrent: 1)
    let policy = Policy<Int> {
      Policy.fallback { _ in -1 }
      Policy.retry(RetryPolicy(maxAttempts: nil), clock: clock)
      Policy.timeout(.seconds(100), clock: clock)
      Policy.bulkhead(bulkhead)
    }
    let task = Task {
      try await policy.run {
        try await clock.sleep(for: .seconds(10))
        return 1
      }
    }
    await clock.waitForSleepers(2)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(bulkhead.semaphore.available == 1)
  }

  @Test func whatPoliciesDecideCanBeLogged() async throws {
    let lines = Log<String>()
    var logger = Logger(label: "test") { _ in LineHandler(lines: lines) }
    logger.logLevel = .debug
    let observe = observers(logger.policyObserver("stock", level: .debug), { lines.append($0.name) })
    observe(.circuitChanged(from: .closed, to: .open))
    observe(.timedOut(limit: .seconds(2)))
    #expect(
      lines.values == [
        "warning: the circuit was closed and is now open [event: circuit, policy: stock]", "circuit",
        "debug: not finished within 2.0 seconds [event: timeout, policy: stock]", "timeout",
      ])
  }
}

private struct LineHandler: LogHandler {
  let lines: Log<String>
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.debug

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let metadata = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    lines.append("\(event.level): \(event.message) [\(metadata.joined(separator: ", "))]")
  }
}
