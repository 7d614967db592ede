import AsyncPatterns
import CoreMetrics
import Juggler
import JugglerServer
import JugglerTelemetry
import Logging
import OpenWorkflowRuntime
import ServiceLifecycle

/// What a server tells of itself: metrics, traces, and the log of its runs.
struct ServeTelemetry: Sendable {
  let registry = PrometheusRegistry()
  let engine: EngineMetrics
  let requests: RequestMetrics
  let runs: RunTracer
  /// Makes spans of requests; `nil` without a collector.
  let tracer: SpanTracer?
  /// What sends to the collector.
  let services: [any Service]
  private let isVerbose: Bool

  /// Metrics of swift-metrics, such as those of policies, are among these from now on.
  init(_ settings: SettingSources) throws(UserError) {
    engine = EngineMetrics(registry)
    requests = RequestMetrics(registry)
    MetricsSystem.bootstrap(registry)
    isVerbose = try settings.value(of: ServeSettings.logLevel) <= .info
    guard let endpoint = settings[ServeSettings.collector] else {
      runs = RunTracer()
      tracer = nil
      services = []
      return
    }
    guard endpoint.hasPrefix("http://") || endpoint.hasPrefix("https://") else {
      throw UserError("\(settings.origin(of: ServeSettings.collector)): expected an http URL, found '\(endpoint)'")
    }
    let headers = settings[ServeSettings.collectorHeaders].compactMap { text in
      text.firstIndex(of: "=").map { (String(text[..<$0]), String(text[text.index(after: $0)...])) }
    }
    let destination = OTLPDestination(endpoint: endpoint, headers: headers)
    let resource: OTLPJSON.Resource = [
      ("service.name", try settings.value(of: ServeSettings.serviceName)),
      ("service.version", RuntimeVersion.current),
    ]
    let clock = TimerClock(base: ContinuousClock())
    let sampler = Sampler(ratio: try settings.value(of: ServeSettings.sampling))
    let exporter = OTLPSpanExporter(destination, resource: resource, clock: clock, registry: registry)
    runs = RunTracer(sampler: sampler, sink: exporter)
    tracer = SpanTracer(sampler: sampler, sink: exporter)
    services =
      try settings.value(of: ServeSettings.collectsMetrics)
      ? [exporter, OTLPMetricsExporter(destination, resource: resource, registry: registry, clock: clock)] : [exporter]
  }

  var monitor: any EngineMonitor { Monitors([engine, runs] + (isVerbose ? [RunLog()] : [])) }

  /// Only where somebody reads them: an event of a task costs more than a step's counter.
  var observers: [any RunObserver] {
    var observers: [any RunObserver] = runs.isRecording ? [runs] : []
    let log = Logger(label: "juggler.runs")
    if log.logLevel <= .debug { observers.append(RunLog(log)) }
    return observers
  }
}
