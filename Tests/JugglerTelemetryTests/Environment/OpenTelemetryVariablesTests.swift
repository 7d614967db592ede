import Testing

@testable import JugglerTelemetry

/// Against "OpenTelemetry Protocol Exporter", "Environment Variable Specification" and "Resource SDK" of the OpenTelemetry
/// specification.
struct OpenTelemetryVariablesTests {
  @Test func withoutVariablesNothingIsSaid() {
    let variables = OpenTelemetryVariables([:])
    #expect(variables.traces.url == nil && variables.metrics.url == nil)
    #expect(!variables.isDisabled && variables.warnings.isEmpty && variables.resource.isEmpty)
    #expect(variables.serviceName == nil && variables.metricInterval == nil && variables.traces.headers == nil)
  }

  /// "General SDK Configuration": the samplers that have a name there.
  @Test(
    arguments: [
      ("always_on", nil, 1, false), ("always_off", nil, 0, false), ("traceidratio", "0.25", 0.25, false),
      ("parentbased_always_on", "0.5", 1, true), ("parentbased_always_off", nil, 0, true),
      ("parentbased_traceidratio", "0.5", 0.5, true), ("ParentBased_TraceIdRatio", nil, 1, true),
    ] as [(String, String?, Double, Bool)])
  func samplersHaveNames(_ name: String, _ argument: String?, _ ratio: Double, _ followsParent: Bool) {
    var environment = ["OTEL_TRACES_SAMPLER": name]
    environment["OTEL_TRACES_SAMPLER_ARG"] = argument
    let variables = OpenTelemetryVariables(environment)
    #expect(variables.sampler == Sampler(ratio: ratio, followsParent: followsParent))
    #expect(variables.warnings.isEmpty)
  }

  @Test func aSamplerThatIsNotUnderstoodIsIgnored() {
    let remote = OpenTelemetryVariables(["OTEL_TRACES_SAMPLER": "jaeger_remote"])
    #expect(remote.sampler == nil)
    #expect(remote.warnings.count == 1 && remote.warnings[0].contains("jaeger_remote"))
    let half = OpenTelemetryVariables(["OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "half"])
    #expect(half.sampler == Sampler(ratio: 1, followsParent: false))
    #expect(half.warnings.count == 1 && half.warnings[0].contains("OTEL_TRACES_SAMPLER_ARG"))
  }

  @Test func certificatesOfASignalCountBeforeThoseOfAll() {
    let variables = OpenTelemetryVariables([
      "OTEL_EXPORTER_OTLP_CERTIFICATE": "/all.pem", "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE": "/traces.pem",
      "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": "/me.pem", "OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY": "/me.key",
    ])
    #expect(variables.traces.certificates == OTLPCertificates(authorities: "/traces.pem", client: "/me.pem"))
    #expect(
      variables.metrics.certificates == OTLPCertificates(authorities: "/all.pem", client: "/me.pem", key: "/me.key"))
  }

  @Test func anEmptyVariableCountsAsNone() {
    let variables = OpenTelemetryVariables([
      "OTEL_EXPORTER_OTLP_ENDPOINT": "", "OTEL_SDK_DISABLED": "", "OTEL_EXPORTER_OTLP_TIMEOUT": "",
      "OTEL_TRACES_EXPORTER": "", "OTEL_SERVICE_NAME": "",
    ])
    #expect(variables.traces.url == nil && variables.traces.isWanted && variables.serviceName == nil)
    #expect(variables.warnings.isEmpty)
  }

  /// The examples of "Endpoint URLs for OTLP/HTTP".
  @Test(arguments: [
    (
      ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"], "http://collector:4318/v1/traces",
      "http://collector:4318/v1/metrics"
    ),
    (
      [
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://collector:4318",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "https://collector.example.com/v1/metrics",
      ], "http://collector:4318", "https://collector.example.com/v1/metrics"
    ),
    (
      [
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318/mycollector/",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "https://collector.example.com/v1/metrics/",
      ], "http://collector:4318/mycollector/v1/traces", "https://collector.example.com/v1/metrics/"
    ),
  ])
  func aSignalsEndpointIsTakenAsItIsAndThatOfAllIsABase(
    environment: [String: String], traces: String, metrics: String
  ) {
    let variables = OpenTelemetryVariables(environment)
    #expect(variables.traces.url == traces)
    #expect(variables.metrics.url == metrics)
    #expect(variables.traces.problem == nil && variables.metrics.problem == nil)
  }

  @Test(arguments: ["localhost:4318", "http://", "http://:4318", "ftp://collector", "http://a b"])
  func anEndpointThatIsNoURLIsAProblem(endpoint: String) {
    let variables = OpenTelemetryVariables(["OTEL_EXPORTER_OTLP_ENDPOINT": endpoint])
    #expect(
      variables.traces.problem
        == "OTEL_EXPORTER_OTLP_ENDPOINT: expected an http URL such as http://localhost:4318, found '\(endpoint)'")
  }

  @Test func headersArePercentDecodedAndASignalsOwnReplaceThoseOfAll() throws {
    let variables = OpenTelemetryVariables([
      "OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Bearer%20abc%3D%2C , x-key = a=b==,x-café=1",
      "OTEL_EXPORTER_OTLP_METRICS_HEADERS": "x-name=J%C3%BCrgen,",
    ])
    let headers = try #require(variables.traces.headers)
    #expect(headers.map(\.0) == ["Authorization", "x-key"])
    #expect(headers.map(\.1) == ["Bearer abc=,", "a=b=="])
    #expect(try #require(variables.metrics.headers).map { "\($0): \($1)" } == ["x-name: Jürgen"])
    #expect(
      variables.warnings == [
        "OTEL_EXPORTER_OTLP_HEADERS expects name=value,…, percent-encoded; the field 'x-café' is left out"
      ])
  }

  /// A line break would begin another field, and a warning must not show what may be a secret.
  @Test(arguments: ["a%0D%0Ab: SECRET", "SECRET%", "SECRET%4", "SECRET%zz", "SECRET%FF"])
  func aHeaderThatIsWrongIsLeftOutWithoutItsValue(value: String) throws {
    let variables = OpenTelemetryVariables(["OTEL_EXPORTER_OTLP_HEADERS": "bad=\(value),good=1"])
    #expect(try #require(variables.traces.headers).map(\.0) == ["good"])
    #expect(variables.warnings.count == 1)
    #expect(variables.warnings.allSatisfy { $0.contains("'bad'") && !$0.contains("SECRET") })
  }

  @Test func theServicesNameCountsBeforeThatOfTheResource() {
    let resource = "service.name=a,deployment.environment.name=prod%2Ceu,key%3D=v"
    let both = OpenTelemetryVariables(["OTEL_RESOURCE_ATTRIBUTES": resource, "OTEL_SERVICE_NAME": "b"])
    #expect(both.serviceName == "b")
    #expect(both.resource.map { "\($0) \($1)" } == ["deployment.environment.name prod,eu", "key= v"])
    #expect(OpenTelemetryVariables(["OTEL_RESOURCE_ATTRIBUTES": resource]).serviceName == "a")
  }

  @Test(arguments: ["a=1,b", "a=%", "a=1,=2", "a=%FF"])
  func aResourceWithAMistakeIsIgnoredAsAWhole(text: String) {
    let variables = OpenTelemetryVariables(["OTEL_RESOURCE_ATTRIBUTES": text])
    #expect(variables.resource.isEmpty)
    #expect(
      variables.warnings == [
        "OTEL_RESOURCE_ATTRIBUTES expects key=value,…, percent-encoded, found '\(text)'; all of it is ignored"
      ])
  }

  @Test func lengthsOfTimeAreMilliseconds() {
    let variables = OpenTelemetryVariables([
      "OTEL_EXPORTER_OTLP_TIMEOUT": "2500", "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT": "100",
      "OTEL_METRIC_EXPORT_INTERVAL": "15000",
    ])
    #expect(variables.traces.timeout == .milliseconds(2500))
    #expect(variables.metrics.timeout == .milliseconds(100))
    #expect(variables.metricInterval == .seconds(15))
  }

  @Test(arguments: ["10s", "-1", "0", "99999999999"])
  func aNumberThatIsNoneIsWarnedOfOnceAndIgnored(value: String) {
    let variables = OpenTelemetryVariables(["OTEL_EXPORTER_OTLP_TIMEOUT": value])
    #expect(variables.traces.timeout == nil)
    #expect(
      variables.warnings == [
        "OTEL_EXPORTER_OTLP_TIMEOUT expects milliseconds, 1 to 2147483647, found '\(value)'; it is ignored"
      ])
  }

  @Test func compressionIsGzipOrNone() {
    let both = OpenTelemetryVariables([
      "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip", "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION": "none",
    ])
    #expect(both.traces.compression == .gzip && both.metrics.compression == OTLPCompression.none)
    let other = OpenTelemetryVariables(["OTEL_EXPORTER_OTLP_COMPRESSION": "zstd"])
    #expect(other.traces.compression == nil)
    #expect(
      other.warnings == ["OTEL_EXPORTER_OTLP_COMPRESSION expects none, gzip, found 'zstd'; it is ignored"])
  }

  @Test func onlyTrueDisables() {
    #expect(OpenTelemetryVariables(["OTEL_SDK_DISABLED": "True"]).isDisabled)
    #expect(OpenTelemetryVariables(["OTEL_SDK_DISABLED": "FALSE"]).warnings.isEmpty)
    let other = OpenTelemetryVariables(["OTEL_SDK_DISABLED": "1"])
    #expect(!other.isDisabled)
    #expect(other.warnings == ["OTEL_SDK_DISABLED expects true or false, found '1', which counts as false"])
  }

  @Test func aProtocolThatIsNotSpokenIsAProblemOrAWarning() {
    func traces(_ value: String) -> OpenTelemetryVariables.Export {
      OpenTelemetryVariables(["OTEL_EXPORTER_OTLP_PROTOCOL": value]).traces
    }
    #expect(traces("http/json").problem == nil && traces("HTTP/JSON").warnings.isEmpty)
    #expect(traces("grpc").problem?.hasPrefix("OTEL_EXPORTER_OTLP_PROTOCOL: telemetry is sent as http/json") == true)
    #expect(traces("http/protobuf").problem == nil && traces("http/protobuf").warnings.count == 1)
    // "MUST generate a warning and gracefully ignore the setting."
    let unknown = OpenTelemetryVariables(["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "smoke"])
    #expect(unknown.traces.problem == nil)
    #expect(
      unknown.warnings == [
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL expects http/json, http/protobuf, grpc, found 'smoke'; it is ignored"
      ])
  }

  @Test func anExporterIsChosenForEachSignal() {
    let variables = OpenTelemetryVariables([
      "OTEL_TRACES_EXPORTER": "none", "OTEL_METRICS_EXPORTER": "prometheus, otlp",
    ])
    #expect(!variables.traces.isWanted && variables.metrics.isWanted && variables.warnings.isEmpty)
    #expect(!OpenTelemetryVariables(["OTEL_METRICS_EXPORTER": "prometheus"]).metrics.isWanted)
    let other = OpenTelemetryVariables(["OTEL_TRACES_EXPORTER": "jaeger"])
    #expect(other.traces.isWanted)
    #expect(other.warnings == ["OTEL_TRACES_EXPORTER expects otlp or none, found 'jaeger'"])
  }
}
