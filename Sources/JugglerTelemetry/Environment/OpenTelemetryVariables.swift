/// What the standard environment variables say about telemetry: "OpenTelemetry Protocol Exporter" and "Environment
/// Variable Specification" of the OpenTelemetry specification.
package struct OpenTelemetryVariables: Sendable {
  /// What they say about one signal.
  package struct Export: Sendable {
    /// What is sent to, complete; `nil` when no variable names a collector.
    package fileprivate(set) var url: String?
    /// `nil` when no variable gives any.
    package fileprivate(set) var headers: [(String, String)]?
    package fileprivate(set) var timeout: Duration?
    package fileprivate(set) var compression: OTLPCompression?
    /// Whom to believe that they are the collector, and how to show who this is.
    package fileprivate(set) var certificates = OTLPCertificates()
    /// `false` when a variable chooses another exporter, or none.
    package fileprivate(set) var isWanted = true
    /// Why nothing can be sent as the variables have it.
    package fileprivate(set) var problem: String?
    /// What will not be done as the variables have it.
    package fileprivate(set) var warnings: [String] = []
  }

  /// `OTEL_SDK_DISABLED`
  package let isDisabled: Bool
  package let traces: Export
  /// `nil` when no variable chooses one.
  package let sampler: Sampler?
  package let metrics: Export
  /// How often metrics are sent.
  package let metricInterval: Duration?
  package let serviceName: String?
  /// Attributes of the resource, without the service's name.
  package let resource: [(String, String)]
  /// What cannot be understood, and is ignored.
  package let warnings: [String]

  package init(_ environment: [String: String]) {
    var variables = StandardVariables(environment)
    isDisabled = variables.boolean("OTEL_SDK_DISABLED")
    traces = Self.export(.traces, &variables)
    metrics = Self.export(.metrics, &variables)
    sampler = Self.sampler(&variables)
    metricInterval = variables.milliseconds(["OTEL_METRIC_EXPORT_INTERVAL"])
    let attributes = variables.attributes("OTEL_RESOURCE_ATTRIBUTES")
    serviceName =
      variables.first(["OTEL_SERVICE_NAME"])?.value ?? attributes.last { $0.0 == "service.name" }?.1
    resource = attributes.filter { $0.0 != "service.name" }
    // One variable may be read for both signals.
    warnings = variables.warnings.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func sampler(_ variables: inout StandardVariables) -> Sampler? {
    let known = ["always_on", "always_off", "traceidratio"]
    guard let (_, name) = variables.choice(["OTEL_TRACES_SAMPLER"], known + known.map { "parentbased_\($0)" }) else {
      return nil
    }
    let ratio =
      switch name.split(separator: "_", maxSplits: 1).last {
      case "on", "always_on": 1.0
      case "off", "always_off": 0.0
      default: variables.fraction("OTEL_TRACES_SAMPLER_ARG") ?? 1
      }
    return Sampler(ratio: ratio, followsParent: name.hasPrefix("parentbased_"))
  }

  private static func export(_ signal: OTLPSignal, _ variables: inout StandardVariables) -> Export {
    let own = signal.rawValue.uppercased()
    func names(_ option: String) -> [String] {
      ["OTEL_EXPORTER_OTLP_\(own)_\(option)", "OTEL_EXPORTER_OTLP_\(option)"]
    }
    var export = Export()
    if let (name, value) = variables.first(names("ENDPOINT")) {
      // That of a signal is taken as it is.
      export.url = name == "OTEL_EXPORTER_OTLP_ENDPOINT" ? signal.url(at: value) : value
      if !OTLPSignal.isDestination(value) {
        export.problem = "\(name): expected an http URL such as http://localhost:4318, found '\(value)'"
      }
    }
    export.headers = variables.headers(names("HEADERS"))
    export.timeout = variables.milliseconds(names("TIMEOUT"))
    export.certificates.authorities = variables.first(names("CERTIFICATE"))?.value
    export.certificates.client = variables.first(names("CLIENT_CERTIFICATE"))?.value
    export.certificates.key = variables.first(names("CLIENT_KEY"))?.value
    let compression = variables.choice(names("COMPRESSION"), OTLPCompression.allCases.map(\.rawValue))
    export.compression = compression.flatMap { OTLPCompression(rawValue: $0.value) }
    switch variables.choice(names("PROTOCOL"), ["http/json", "http/protobuf", "grpc"]) {
    case let (name, "grpc")?:
      export.problem =
        export.problem
        ?? "\(name): telemetry is sent as http/json, not by grpc; give the collector's address for HTTP (its port is 4318 "
        + "as a rule), and http/json here"
    case let (name, "http/protobuf")?:
      export.warnings.append(
        "\(name): telemetry is sent as http/json, not as http/protobuf; collectors take both at the same address")
    default: break
    }
    export.isWanted = isWanted(signal, &variables)
    return export
  }

  /// Whether this is to be sent by OTLP, as it is when nothing says otherwise.
  private static func isWanted(_ signal: OTLPSignal, _ variables: inout StandardVariables) -> Bool {
    guard let (name, value) = variables.first(["OTEL_\(signal.rawValue.uppercased())_EXPORTER"]) else { return true }
    let exporters = value.lowercased().split(separator: ",").map { $0.filter { $0 != " " } }
    // Whoever scrapes /metrics finds them there in any case.
    let known = exporters.filter { ["otlp", "none", "prometheus"].contains($0) }
    if known.count < exporters.count { variables.warn("\(name) expects otlp or none, found '\(value)'") }
    return known.isEmpty || known.contains("otlp")
  }
}
