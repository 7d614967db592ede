import Juggler
import JugglerTelemetry
import OpenWorkflowRuntime

/// What is sent to collectors, and how.
struct TelemetryExport: Sendable {
  /// Where spans go; `nil` makes none.
  var traces: OTLPDestination?
  var metrics: OTLPDestination?
  var metricInterval = Duration.seconds(60)
  var sampler: Sampler
  /// What sends it, as attributes.
  var resource: OTLPJSON.Resource
  /// What will not be as somebody may expect it.
  var warnings: [String] = []
}

extension SettingSources {
  /// What these settings say, and, where they say nothing, the standard variables of OpenTelemetry.
  func telemetryExport(_ standard: OpenTelemetryVariables) throws(UserError) -> TelemetryExport {
    var export = TelemetryExport(sampler: try sampler(standard), resource: try resource(standard))
    export.metricInterval = standard.metricInterval ?? export.metricInterval
    let wantsMetrics = given(ServeSettings.collectsMetrics)
    if let collector = self[ServeSettings.collector] {
      let origin = origin(of: ServeSettings.collector)
      guard OTLPSignal.isDestination(collector) else {
        throw UserError("\(origin): expected an http URL, found '\(collector)'")
      }
      if standard.isDisabled { export.warnings.append("OTEL_SDK_DISABLED has no effect on \(origin)") }
      export.traces = destination(OTLPSignal.traces.url(at: collector), standard.traces)
      if wantsMetrics == true {
        export.metrics = destination(OTLPSignal.metrics.url(at: collector), standard.metrics)
      }
    } else if !standard.isDisabled {
      let sendsMetrics = wantsMetrics ?? standard.metrics.isWanted
      var problems: [String] = []
      for (signal, isSent) in [(standard.traces, standard.traces.isWanted), (standard.metrics, sendsMetrics)]
      where isSent && signal.url != nil {
        export.warnings += signal.warnings
        if let problem = signal.problem, !problems.contains(problem) { problems.append(problem) }
      }
      guard problems.isEmpty else { throw UserError(problems.joined(separator: "\njuggler: error: ")) }
      if standard.traces.isWanted, let url = standard.traces.url { export.traces = destination(url, standard.traces) }
      if sendsMetrics, let url = standard.metrics.url { export.metrics = destination(url, standard.metrics) }
    }
    if wantsMetrics == true, export.metrics == nil {
      export.warnings.append(
        "\(origin(of: ServeSettings.collectsMetrics)) has no effect: no collector is named; give "
          + ServeSettings.collector.option)
    }
    for destination in [export.traces, export.metrics].compactMap(\.self) {
      do {
        try destination.certificates.check()
      } catch {
        throw UserError("OTEL_EXPORTER_OTLP_CERTIFICATE and its like: \(error)")
      }
    }
    // Nobody needs to hear of variables that are not used.
    if export.traces != nil || export.metrics != nil { export.warnings = standard.warnings + export.warnings }
    export.warnings = export.warnings.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    return export
  }

  private func destination(_ url: String, _ standard: OpenTelemetryVariables.Export) -> OTLPDestination {
    var destination = OTLPDestination(url: url, headers: standard.headers ?? [])
    let own = self[ServeSettings.collectorHeaders].compactMap { text in
      text.firstIndex(of: "=").map { (String(text[..<$0]), String(text[text.index(after: $0)...])) }
    }
    if !own.isEmpty { destination.headers = own }
    destination.certificates = standard.certificates
    if let timeout = standard.timeout { destination.timeout = timeout }
    let ownCompression = given(ServeSettings.compression).flatMap(OTLPCompression.init)
    if let compression = ownCompression ?? standard.compression { destination.compression = compression }
    return destination
  }

  private func sampler(_ standard: OpenTelemetryVariables) throws(UserError) -> Sampler {
    let fallback = try value(of: ServeSettings.sampling)
    if given(ServeSettings.sampling) == nil, let sampler = standard.sampler { return sampler }
    return Sampler(ratio: fallback)
  }

  private func resource(_ standard: OpenTelemetryVariables) throws(UserError) -> OTLPJSON.Resource {
    let fallback = try value(of: ServeSettings.serviceName)
    let name = given(ServeSettings.serviceName) ?? standard.serviceName ?? fallback
    var resource: OTLPJSON.Resource = [("service.name", name), ("service.version", RuntimeVersion.current)]
    for (key, value) in standard.resource {
      resource.removeAll { $0.0 == key }
      resource.append((key, value))
    }
    return resource
  }
}
