import CoreMetrics
import JugglerTelemetry
import Testing

/// Expected texts follow "Exposition formats" of the Prometheus documentation, text format 0.0.4.
struct ExpositionTests {
  let registry = PrometheusRegistry()

  var text: String { String(decoding: registry.exposition(), as: UTF8.self) }

  @Test func aCounterHasHelpTypeAndLabels() {
    let requests = registry.counter(
      "http_requests", "The total number of HTTP requests.", [("method", "post"), ("code", "200")])
    requests.increment(by: 1027)
    #expect(
      text == """
        # HELP http_requests_total The total number of HTTP requests.
        # TYPE http_requests_total counter
        http_requests_total{code="200",method="post"} 1027

        """)
  }

  @Test func labelValuesAndHelpAreEscaped() {
    registry.gauge(
      "msdos_file_access_time_seconds", "A \\ and a\nline",
      [("path", "C:\\DIR\\FILE.TXT"), ("error", "Cannot find file:\n\"FILE.TXT\"")]
    )
    .set(1.458255915e9)
    #expect(
      text == #"""
        # HELP msdos_file_access_time_seconds A \\ and a\nline
        # TYPE msdos_file_access_time_seconds gauge
        msdos_file_access_time_seconds{error="Cannot find file:\n\"FILE.TXT\"",path="C:\\DIR\\FILE.TXT"} 1458255915

        """#)
  }

  @Test func bucketsOfAHistogramAddUp() {
    let timer = registry.timer("request", "Durations.", bounds: [0.05, 0.1, 1])
    for milliseconds in [10, 50, 51, 100, 2000] as [Int64] { timer.recordNanoseconds(milliseconds * 1_000_000) }
    #expect(
      text == """
        # HELP request_seconds Durations.
        # TYPE request_seconds histogram
        request_seconds_bucket{le="0.05"} 2
        request_seconds_bucket{le="0.1"} 4
        request_seconds_bucket{le="1"} 4
        request_seconds_bucket{le="+Inf"} 5
        request_seconds_sum 2.211
        request_seconds_count 5

        """)
  }

  @Test func numbersBeyondTheFiniteAreWrittenAsGoReadsThem() {
    registry.observed("a", "A.") { .infinity }
    registry.observed("b", "B.") { -.infinity }
    registry.observed("c", "C.") { .nan }
    registry.observed("d", "D.") { 1.5 }
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines == ["a +Inf", "b -Inf", "c NaN", "d 1.5"])
  }

  @Test func namesBecomeWhatPrometheusAllows() {
    let factory: any MetricsFactory = registry
    Counter(
      label: "http.server.requests", dimensions: [("http.route", "/a"), ("le", "1"), ("__x", "2")], factory: factory
    )
    .increment()
    Gauge(label: "1st", dimensions: [], factory: factory).record(3)
    #expect(text.contains(#"http_server_requests_total{exported_le="1",exported_x="2",http_route="/a"} 1"#))
    #expect(text.contains("\n_1st 3\n"))
  }
}

struct RegistryTests {
  let registry = PrometheusRegistry(seriesLimit: 3)

  var lines: [String] {
    String(decoding: registry.exposition(), as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("#") }
  }

  @Test func theSameNameAndLabelsAreTheSameSeries() {
    for _ in 0..<2 {
      Counter(label: "c", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
      Counter(label: "c", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
    }
    #expect(lines == [#"c_total{a="1",b="2"} 4"#])
  }

  @Test func tooManySeriesAreCountedAndNotKept() {
    for number in 0..<10 { Counter(label: "c", dimensions: [("n", "\(number)")], factory: registry).increment() }
    #expect(lines.filter { $0.hasPrefix("c_total") }.count == 3)
    #expect(lines.contains("juggler_metrics_refused_total 7"))
  }

  @Test func aNameHasOneKind() {
    Counter(label: "x_total", dimensions: [], factory: registry).increment()
    Gauge(label: "x_total", dimensions: [], factory: registry).record(5)
    #expect(lines.contains("x_total 1"))
    #expect(!lines.contains("x_total 5"))
  }

  @Test func everyMetricOfSwiftMetricsIsExported() {
    FloatingPointCounter(label: "f", factory: registry).increment(by: 0.5)
    let meter = Meter(label: "m", factory: registry)
    meter.set(5)
    meter.decrement(by: 2)
    Recorder(label: "r", factory: registry).record(3)
    CoreMetrics.Timer(label: "t", factory: registry).recordMilliseconds(30)
    #expect(lines.contains("f_total 0.5"))
    #expect(lines.contains("m 3"))
    #expect(lines.contains(#"r_bucket{le="5"} 1"#))
    #expect(lines.contains("r_sum 3"))
    #expect(lines.contains(#"t_seconds_bucket{le="0.025"} 0"#))
    #expect(lines.contains(#"t_seconds_bucket{le="0.05"} 1"#))
    #expect(lines.contains("t_seconds_sum 0.03"))
  }

  @Test func whatIsDestroyedIsExportedNoMore() {
    let counter = Counter(label: "c", factory: registry)
    counter.increment()
    counter.destroy()
    #expect(lines.isEmpty)
  }

  @Test func additionsFromManyThreadsAllCount() async {
    let counter = registry.counter("n", "N.")
    let floating = Meter(label: "m", factory: registry)
    let timer = registry.timer("t", "T.")
    await withDiscardingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<1000 {
            counter.increment()
            floating.increment(by: 0.5)
            timer.recordNanoseconds(1_000_000)
          }
        }
      }
    }
    #expect(lines.contains("n_total 8000"))
    #expect(lines.contains("m 4000"))
    #expect(lines.contains("t_seconds_sum 8"))
    #expect(lines.contains("t_seconds_count 8000"))
  }
}
