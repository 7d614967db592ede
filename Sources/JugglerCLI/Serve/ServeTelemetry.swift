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
  /// What will not be as somebody may expect it.
  let warnings: [String]
  private let isVerbose: Bool

  /// Metrics of swift-metrics, such as those of policies, are among these from now on.
  init(_ settings: SettingSources, _ environment: Environment) throws(UserError) {
    engine = EngineMetrics(registry)
    requests = RequestMetrics(registry)
    MetricsSystem.bootstrap(registry)
    isVerbose = try settings.value(of: ServeSettings.logLevel) <= .info
    let export = try settings.telemetryExport(OpenTelemetryVariables(environment.variables(prefixed: "OTEL_")))
    warnings = export.warnings
    let clock = TimerClock(base: ContinuousClock())
    var services: [any Service] = []
    if let destination = export.traces {
      let exporter = OTLPSpanExporter(destination, resource: export.resource, clock: clock, registry: registry)
      runs = RunTracer(sampler: export.sampler, sink: exporter)
      tracer = SpanTracer(sampler: export.sampler, sink: exporter)
      services.append(exporter)
    } else {
      runs = RunTracer()
      tracer = nil
    }
    if let destination = export.metrics {
      services.append(
        OTLPMetricsExporter(
          destination, resource: export.resource, registry: registry, interval: export.metricInterval, clock: clock))
    }
    self.services = services
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
