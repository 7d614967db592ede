import AsyncHTTPClient
import AsyncPatterns
import Juggler
import Logging
import ServiceLifecycle

/// Sends all metrics to a collector every so often, and once more at the end.
package struct OTLPMetricsExporter<C: Clock<Duration>>: Service, CustomStringConvertible {
  /// For logs; the destination may hold secrets.
  package var description: String { "metrics export" }

  private let sender: OTLPSender<C>
  private let registry: PrometheusRegistry
  private let resource: OTLPJSON.Resource
  private let interval: Duration
  private let clock: C
  private let start = Timestamp.now
  private let log = Logger(label: "juggler.otlp")

  package init(
    _ destination: OTLPDestination, resource: OTLPJSON.Resource, registry: PrometheusRegistry,
    interval: Duration = .seconds(60), clock: C
  ) {
    sender = OTLPSender(destination: destination, client: destination.certificates.makeClient(), clock: clock)
    self.registry = registry
    self.resource = resource
    self.interval = interval
    self.clock = clock
  }

  package func run() async throws {
    try? await cancelWhenGracefulShutdown { [self] in
      while true {
        try await clock.sleep(for: interval)
        await export()
      }
    }
    _ = try? await withTimeout(.seconds(5), clock: clock) { await export() }
    try await sender.client.shutdown()
  }

  private func export() async {
    do {
      let body = OTLPJSON.metrics(
        of: registry, start: start.span, time: Timestamp.now.span, resource: resource, scope: "juggler")
      _ = try await sender.send(body)
    } catch is CancellationError {
    } catch {
      log.warning("the metrics were not exported: \(error)")
    }
  }
}
