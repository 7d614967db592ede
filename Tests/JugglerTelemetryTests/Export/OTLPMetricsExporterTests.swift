import AsyncPatterns
import JSON
import JugglerTelemetry
import JugglerTesting
import Logging
import ServiceLifecycle
import Testing

struct OTLPMetricsExporterTests {
  /// The value of the only counter that a request tells of.
  func count(_ request: LoopbackRequest) throws -> JSONValue? {
    try JSONValue(parsing: request.body)[
      JSONPointer(parsing: "/resourceMetrics/0/scopeMetrics/0/metrics/0/sum/dataPoints/0/asInt")]
  }

  @Test func metricsGoEveryIntervalAndOnceMoreAtTheShutdown() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("POST", "/v1/metrics", .json([:]))
      let registry = PrometheusRegistry()
      let counter = registry.counter("things", "Things.")
      let clock = ManualClock()
      let exporter = OTLPMetricsExporter(
        OTLPDestination(url: OTLPSignal.metrics.url(at: upstream.url)), resource: [("service.name", "test")],
        registry: registry, interval: .seconds(15), clock: clock)
      let group = ServiceGroup(services: [exporter], logger: Logger(label: "test"))
      try await withThrowingTaskGroup { tasks in
        tasks.addTask { try await group.run() }
        for round in 1...2 {
          await clock.waitForSleepers()
          counter.increment()
          clock.advance(by: .seconds(14))
          #expect(upstream.statistics.received == round - 1)
          clock.advance(by: .seconds(1))
          try await upstream.wait { $0.answered >= round }
        }
        await clock.waitForSleepers()
        counter.increment()
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
      }
      #expect(try upstream.requests.map(count) == ["1", "2", "3"])
    }
  }

  /// A collector that is down costs what it did not get, and nothing else.
  @Test func afterAFailureTheNextIntervalTellsEverything() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("POST", "/v1/metrics", .status(400), .json([:]))
      let registry = PrometheusRegistry()
      let counter = registry.counter("things", "Things.")
      let clock = ManualClock()
      let exporter = OTLPMetricsExporter(
        OTLPDestination(url: OTLPSignal.metrics.url(at: upstream.url)), resource: [], registry: registry,
        interval: .seconds(15), clock: clock)
      let group = ServiceGroup(services: [exporter], logger: Logger(label: "test"))
      try await withThrowingTaskGroup { tasks in
        tasks.addTask { try await group.run() }
        for round in 1...2 {
          await clock.waitForSleepers()
          counter.increment()
          clock.advance(by: .seconds(15))
          try await upstream.wait { $0.answered >= round }
        }
        await clock.waitForSleepers()
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
      }
      #expect(try upstream.requests.map(count) == ["1", "2", "2"])
    }
  }
}
