import AsyncPatterns
import JSON
import JugglerTelemetry
import JugglerTesting
import Logging
import ServiceLifecycle
import Testing
import Tracing

struct OTLPSpanExporterTests {
  let registry = PrometheusRegistry()

  func span(_ number: Int) -> SpanRecord {
    SpanRecord(context: OTLPJSONTests.context, parent: nil, name: "\(number)", kind: .internal, start: 1, end: 2)
  }

  func metric(_ line: String) -> Bool {
    String(decoding: registry.exposition(), as: UTF8.self).split(separator: "\n").contains { $0 == line }
  }

  /// Exports until `body` returns, then shuts down.
  func exporting(
    to upstream: LoopbackUpstream, limits: OTLPSpanExporter<ContinuousClock>.Limits,
    retry: RetryPolicy = RetryPolicy(maxAttempts: 3, backoff: .constant(.milliseconds(1)), jitter: .none),
    headers: [(String, String)] = [], compression: OTLPCompression = .none,
    _ body: @escaping @Sendable (OTLPSpanExporter<ContinuousClock>) async throws -> Void
  ) async throws {
    let exporter = OTLPSpanExporter(
      OTLPDestination(
        url: OTLPSignal.traces.url(at: upstream.url + "/"), headers: headers, compression: compression, retry: retry),
      resource: [("service.name", "test")],
      clock: ContinuousClock(), limits: limits, registry: registry)
    let group = ServiceGroup(services: [exporter], logger: Logger(label: "test"))
    try await withThrowingTaskGroup { tasks in
      tasks.addTask { try await group.run() }
      try await body(exporter)
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  func names(_ request: LoopbackRequest) throws -> [String] {
    let json = try JSONValue(parsing: request.body)
    guard case .array(let spans)? = try json[JSONPointer(parsing: "/resourceSpans/0/scopeSpans/0/spans")]
    else { return [] }
    return spans.compactMap { span in
      guard case .object(let object) = span, case .string(let name)? = object["name"] else { return nil }
      return name
    }
  }

  @Test func spansGoInBatchesAndTheLastAtTheShutdown() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("POST", "/v1/traces", .json([:]))
      var limits = OTLPSpanExporter<ContinuousClock>.Limits()
      limits.batch = 2
      limits.interval = .seconds(600)
      try await exporting(to: upstream, limits: limits, headers: [("authorization", "Bearer x")]) { exporter in
        for number in 0..<5 { exporter.take(span(number)) }
        try await upstream.wait { $0.answered >= 2 }
      }
      #expect(try upstream.requests.flatMap(names) == ["0", "1", "2", "3", "4"])
      #expect(try upstream.requests.map { try names($0).count }.max() == 2)
      let headers = try #require(upstream.requests.first?.headers)
      #expect(headers.contains { $0.name.lowercased() == "content-type" && $0.value == "application/json" })
      #expect(headers.contains { $0.name.lowercased() == "authorization" && $0.value == "Bearer x" })
      #expect(metric("juggler_otlp_spans_exported_total 5"))
    }
  }

  @Test func whatIsCompressedSaysSo() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("POST", "/v1/traces", .json([:]))
      let limits = OTLPSpanExporter<ContinuousClock>.Limits()
      try await exporting(to: upstream, limits: limits, compression: .gzip) { exporter in
        for number in 0..<512 { exporter.take(span(number)) }
        try await upstream.wait { $0.answered >= 1 }
      }
      let request = try #require(upstream.requests.first)
      #expect(request.headers.contains { $0.name.lowercased() == "content-encoding" && $0.value == "gzip" })
      #expect(request.headers.contains { $0.name.lowercased() == "content-type" && $0.value == "application/json" })
      // The magic number of RFC 1952.
      #expect(Array(request.body.prefix(2)) == [0x1F, 0x8B])
      #expect(metric("juggler_otlp_spans_exported_total 512"))
    }
  }

  @Test func whatACollectorCannotTakeNowIsSentAgain() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("POST", "/v1/traces", .status(503), .status(429).with(header: "retry-after", "0"), .json([:]))
      var limits = OTLPSpanExporter<ContinuousClock>.Limits()
      limits.batch = 1
      try await exporting(to: upstream, limits: limits) { exporter in
        exporter.take(span(0))
        try await upstream.wait { $0.answered >= 3 }
      }
      #expect(metric("juggler_otlp_spans_exported_total 1"))
      #expect(metric(#"juggler_otlp_spans_dropped_total{reason="not_taken"} 0"#))
    }
  }

  @Test func whatACollectorRefusesIsDroppedAndCounted() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("POST", "/v1/traces", .status(400), .json(["partialSuccess": ["rejectedSpans": "1"]]))
      var limits = OTLPSpanExporter<ContinuousClock>.Limits()
      limits.batch = 2
      try await exporting(to: upstream, limits: limits) { exporter in
        exporter.take(span(0))
        exporter.take(span(1))
        try await upstream.wait { $0.answered >= 1 }
        exporter.take(span(2))
        exporter.take(span(3))
        try await upstream.wait { $0.answered >= 2 }
      }
      #expect(upstream.statistics.received == 2)
      #expect(metric("juggler_otlp_spans_exported_total 1"))
      #expect(metric(#"juggler_otlp_spans_dropped_total{reason="not_taken"} 3"#))
    }
  }

  @Test func aQueueThatIsFullDropsAndCounts() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("POST", "/v1/traces", .json([:]))
      var limits = OTLPSpanExporter<ContinuousClock>.Limits()
      limits.queue = 3
      limits.batch = 100
      limits.interval = .seconds(600)
      try await exporting(to: upstream, limits: limits) { exporter in
        for number in 0..<10 { exporter.take(span(number)) }
      }
      #expect(try upstream.requests.flatMap(names) == ["0", "1", "2"])
      #expect(metric(#"juggler_otlp_spans_dropped_total{reason="queue_full"} 7"#))
    }
  }
}
