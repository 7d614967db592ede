import AsyncPatterns
import Foundation
import Hummingbird
import JugglerServer
import JugglerTelemetry
import Logging
import ServiceLifecycle
import Testing
import Tracing

/// Spans reach a collector whose certificate only `OTEL_EXPORTER_OTLP_CERTIFICATE` vouches for.
@Suite(.timeLimit(.minutes(1)), .enabled("needs the openssl command") { OpenSSL.path != nil })
struct TelemetryTLSTests {
  /// How many spans a collector with a certificate of its own took, and how many were given up.
  private func exported(_ certificates: @escaping @Sendable (TLSFiles) -> OTLPCertificates) async throws -> [String] {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let files = try OpenSSL.selfSigned(in: directory)
    let registry = PrometheusRegistry()
    try await withServer(
      tls: files,
      routes: { router in
        router.post("/v1/traces") { _, _ in "{}" }
      }
    ) { server in
      var destination = OTLPDestination(
        url: "https://localhost:\(server.port)/v1/traces",
        retry: .init(maxAttempts: 1, backoff: .constant(.milliseconds(1)), jitter: .none))
      destination.certificates = certificates(files)
      let exporter = OTLPSpanExporter(
        destination, resource: [("service.name", "test")], clock: ContinuousClock(), registry: registry)
      let group = ServiceGroup(services: [exporter], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      try await withThrowingTaskGroup { tasks in
        tasks.addTask { try await group.run() }
        let context = TraceContext(trace: .random(), span: .random(), isSampled: true, state: nil)
        exporter.take(SpanRecord(context: context, parent: nil, name: "1", kind: .internal, start: 1, end: 2))
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
      }
    }
    return String(decoding: registry.exposition(), as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("juggler_otlp_spans_exported_total") }
  }

  @Test func aCollectorWhoseCertificateIsGivenIsTrusted() async throws {
    let lines = try await exported { OTLPCertificates(authorities: $0.certificateChain) }
    #expect(lines == ["juggler_otlp_spans_exported_total 1"])
  }

  @Test func anotherIsNot() async throws {
    let lines = try await exported { _ in OTLPCertificates() }
    #expect(lines == ["juggler_otlp_spans_exported_total 0"])
  }
}
