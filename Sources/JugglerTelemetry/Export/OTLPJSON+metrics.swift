package import JSON
import Tracing

extension OTLPJSON {
  /// An `ExportMetricsServiceRequest`: everything is cumulative since `start`.
  ///
  /// - Parameters:
  ///   - start: when counting began, in nanoseconds since 1970.
  ///   - time: now.
  package static func metrics(
    of registry: PrometheusRegistry, start: UInt64, time: UInt64, resource: Resource, scope: String
  ) -> JSONValue {
    let metrics = registry.snapshot().map { encoded($0, start: start, time: time) }
    return [
      "resourceMetrics": [
        [
          "resource": encoded(resource),
          "scopeMetrics": [["scope": ["name": .string(scope)], "metrics": .array(metrics)]],
        ]
      ]
    ]
  }

  private static func encoded(_ family: MetricFamily, start: UInt64, time: UInt64) -> JSONValue {
    var object: JSONObject = ["name": .string(family.name)]
    if let help = family.help { object["description"] = .string(help) }
    let series = family.series.sorted { $0.key < $1.key }
    let points = series.map { labels, series in
      point(series.value, labels, start: family.kind == .gauge ? nil : start, time: time)
    }
    switch family.kind {
    case .counter:
      object["sum"] = ["dataPoints": .array(points), "aggregationTemporality": cumulative, "isMonotonic": true]
    case .gauge: object["gauge"] = ["dataPoints": .array(points)]
    case .histogram: object["histogram"] = ["dataPoints": .array(points), "aggregationTemporality": cumulative]
    }
    return .object(object)
  }

  /// AGGREGATION_TEMPORALITY_CUMULATIVE
  private static let cumulative: JSONValue = 2

  private static func point(_ value: MetricValue, _ labels: MetricLabels, start: UInt64?, time: UInt64) -> JSONValue {
    var object: JSONObject = ["attributes": attributes(labels.labels.map { ($0.name, .string($0.value)) })]
    if let start { object["startTimeUnixNano"] = .string("\(start)") }
    object["timeUnixNano"] = .string("\(time)")
    switch value {
    case .integer(let number): object["asInt"] = .string("\(number)")
    case .double(let number): object["asDouble"] = encoded(number)
    case .histogram(let histogram):
      object["count"] = .string("\(histogram.count)")
      object["sum"] = encoded(histogram.sum)
      object["bucketCounts"] = .array(histogram.counts.map { .string("\($0)") })
      object["explicitBounds"] = .array(histogram.bounds.map { .double($0) })
    }
    return .object(object)
  }
}
