import ArgumentParser
import JugglerTelemetry
import Testing

@testable import JugglerCLI

/// Which of the settings and of OpenTelemetry's standard variables decides where telemetry goes.
struct TelemetryExportTests {
  func export(_ arguments: [String] = [], _ standard: [String: String] = [:]) throws -> TelemetryExport {
    let settings = try ServeCommand.parse(arguments).sources(Environment([:]))
    return try settings.telemetryExport(OpenTelemetryVariables(standard))
  }

  func problem(_ arguments: [String] = [], _ standard: [String: String]) -> String {
    do {
      _ = try export(arguments, standard)
      return ""
    } catch {
      return "\(error)"
    }
  }

  static let all = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://standard:4318"]

  @Test func withoutACollectorNothingIsSent() throws {
    let export = try export([], ["OTEL_SERVICE_NAME": "x", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"])
    #expect(export.traces == nil && export.metrics == nil && export.warnings.isEmpty)
  }

  @Test func theStandardEndpointGetsBothSignals() throws {
    let export = try export([], Self.all)
    #expect(export.traces?.url == "http://standard:4318/v1/traces")
    #expect(export.metrics?.url == "http://standard:4318/v1/metrics")
    #expect(export.traces?.timeout == .seconds(10))
    #expect(export.metricInterval == .seconds(60))
    #expect(export.resource.map(\.0) == ["service.name", "service.version"])
    #expect(export.resource.first?.1 == "juggler")
  }

  @Test func theOwnRatioOfTracesCountsBeforeTheStandardSampler() throws {
    let standard = Self.all.merging(["OTEL_TRACES_SAMPLER": "always_off"]) { $1 }
    #expect(try export([], standard).sampler == Sampler(ratio: 0, followsParent: false))
    #expect(try export(["--trace-sampling", "0.5"], standard).sampler == Sampler(ratio: 0.5))
    #expect(try export([], Self.all).sampler == Sampler(ratio: 1))
  }

  @Test func certificatesThatAreOfNoUseAreAnErrorBeforeAnythingIsServed() throws {
    let missing = problem([], Self.all.merging(["OTEL_EXPORTER_OTLP_CERTIFICATE": "/nowhere/ca.pem"]) { $1 })
    #expect(missing.contains("OTEL_EXPORTER_OTLP_CERTIFICATE") && missing.contains("/nowhere/ca.pem"))
    let alone = problem([], Self.all.merging(["OTEL_EXPORTER_OTLP_CLIENT_KEY": #filePath]) { $1 })
    #expect(alone.contains("OTEL_EXPORTER_OTLP_CERTIFICATE"))
    // Nobody needs them where nothing is sent.
    #expect(try export([], ["OTEL_EXPORTER_OTLP_CERTIFICATE": "/nowhere/ca.pem"]).traces == nil)
  }

  @Test func ownSettingsCountBeforeTheStandardVariables() throws {
    let standard = Self.all.merging([
      "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://traces:4318", "OTEL_EXPORTER_OTLP_HEADERS": "a=standard",
      "OTEL_SERVICE_NAME": "standard", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc", "OTEL_EXPORTER_OTLP_TIMEOUT": "50",
    ]) { $1 }
    let export = try export(
      [
        "--otlp-endpoint", "http://own:1/", "--otlp-headers", "a=own%20", "--otlp-service-name", "own",
        "--otlp-metrics",
      ], standard)
    #expect(export.traces?.url == "http://own:1/v1/traces")
    #expect(export.metrics?.url == "http://own:1/v1/metrics")
    #expect(export.traces?.headers.map { "\($0)=\($1)" } == ["a=own%20"])
    #expect(export.resource.first?.1 == "own")
    // What has no setting of its own.
    #expect(export.traces?.timeout == .milliseconds(50))
    // What own settings say nothing of.
    #expect(try self.export(["--otlp-endpoint", "http://own:1"], standard).metrics == nil)
    #expect(try self.export(["--otlp-endpoint", "http://own:1"], standard).resource.first?.1 == "standard")
    #expect(try self.export(["--otlp-endpoint", "http://own:1"], standard).traces?.headers.first?.1 == "standard")
  }

  @Test func metricsOfTheStandardEndpointCanBeTurnedOff() throws {
    #expect(try export(["--no-otlp-metrics"], Self.all).metrics == nil)
    #expect(try export([], Self.all.merging(["OTEL_METRICS_EXPORTER": "none"]) { $1 }).metrics == nil)
    let onlyMetrics = try export([], Self.all.merging(["OTEL_TRACES_EXPORTER": "none"]) { $1 })
    #expect(onlyMetrics.traces == nil && onlyMetrics.metrics != nil)
  }

  @Test func compressionIsChosenAsOtherThings() throws {
    let gzip = Self.all.merging(["OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"]) { $1 }
    #expect(try export([], Self.all).traces?.compression == OTLPCompression.none)
    #expect(try export([], gzip).traces?.compression == .gzip)
    #expect(try export([], gzip).metrics?.compression == .gzip)
    #expect(try export(["--otlp-compression", "none"], gzip).traces?.compression == OTLPCompression.none)
    #expect(try export(["--otlp-compression", "gzip"], Self.all).traces?.compression == .gzip)
  }

  @Test func disablingCountsForWhatTheStandardVariablesAskFor() throws {
    let disabled = Self.all.merging(["OTEL_SDK_DISABLED": "true"]) { $1 }
    let nothing = try export([], disabled)
    #expect(nothing.traces == nil && nothing.metrics == nil)
    let own = try export(["--otlp-endpoint", "http://own:1"], disabled)
    #expect(own.traces != nil)
    #expect(own.warnings == ["OTEL_SDK_DISABLED has no effect on --otlp-endpoint"])
  }

  @Test func theResourceTakesTheStandardAttributes() throws {
    let export = try export(
      [], ["OTEL_RESOURCE_ATTRIBUTES": "service.version=7,service.name=shop,service.instance.id=a%2Cb"])
    #expect(
      export.resource.map { "\($0)=\($1)" } == ["service.name=shop", "service.version=7", "service.instance.id=a,b"])
  }

  @Test func aStandardVariableThatCannotBeFollowedIsAnErrorWhereItIsUsed() {
    let grpc = Self.all.merging(["OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"]) { $1 }
    #expect(problem([], grpc).hasPrefix("OTEL_EXPORTER_OTLP_PROTOCOL: telemetry is sent as http/json, not by grpc"))
    // Once, not for each signal.
    #expect(!problem([], grpc).contains("\n"))
    #expect(problem(["--otlp-endpoint", "http://own:1"], grpc) == "")
    #expect(problem([], grpc.merging(["OTEL_SDK_DISABLED": "true"]) { $1 }) == "")
    #expect(
      problem([], ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "collector:4318"]).hasPrefix(
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: expected an http URL"))
  }

  @Test func warningsAreOnlyGivenWhereTelemetryIsSent() throws {
    let odd = ["OTEL_EXPORTER_OTLP_TIMEOUT": "soon", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"]
    #expect(try export([], odd).warnings.isEmpty)
    let warnings = try export([], Self.all.merging(odd) { $1 }).warnings
    #expect(warnings.count == 2)
    #expect(warnings.first?.hasPrefix("OTEL_EXPORTER_OTLP_TIMEOUT expects milliseconds") == true)
    #expect(warnings.last?.hasPrefix("OTEL_EXPORTER_OTLP_PROTOCOL: telemetry is sent as http/json") == true)
    #expect(
      try export(["--otlp-metrics"]).warnings == [
        "--otlp-metrics has no effect: no collector is named; give --otlp-endpoint"
      ])
  }
}
