import AsyncPatterns
import CoreMetrics
import MetricsTestKit
import Testing

@Suite struct MetricsObserverTests {
  private let metrics = TestMetrics()

  private func count(_ event: String) throws -> Int64 {
    try metrics.expectCounter("policy_events", [("policy", "orders"), ("event", event)]).totalValue
  }

  @Test func everyEventIsCountedUnderItsName() throws {
    let observe = metricsObserver("orders", factory: metrics)
    let events: [PolicyEvent] = [
      .retrying(RetryEvent(attempt: 1, error: CancellationError(), delay: .zero)), .timedOut(limit: .seconds(1)),
      .circuitChanged(from: .closed, to: .open), .rejected(CancellationError()), .limitChanged(from: 4, to: 7),
      .hedged(attempt: 1), .fellBack(CancellationError()), .faultInjected("error"),
    ]
    for event in events { observe(event) }
    observe(.timedOut(limit: .seconds(2)))

    #expect(Set(events.map(\.name)) == Set(PolicyEvent.names))
    for name in PolicyEvent.names { #expect(try count(name) == (name == "timeout" ? 2 : 1)) }
  }

  @Test func anAdaptiveLimitIsAMeter() throws {
    let observe = metricsObserver("orders", factory: metrics)
    observe(.limitChanged(from: 4, to: 7))
    #expect(try metrics.expectMeter("policy_limit", [("policy", "orders")]).lastValue == 7)
  }

  @Test func aPolicyCountsItsRetries() async throws {
    let policy = Policy<Int> {
      Policy.retry(
        RetryPolicy(maxAttempts: 3, backoff: .none), clock: ContinuousClock(),
        observe: metricsObserver("orders", factory: metrics))
    }
    await #expect(throws: CancellationError.self) { try await policy.run { throw CancellationError() } }
    #expect(try count("retry") == 2)
  }
}
