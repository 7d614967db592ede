package import JugglerTelemetry

/// What a server measures of its requests.
package final class RequestMetrics: Sendable {
  private let registry: PrometheusRegistry
  /// Of paths that do not exist.
  let unknown: RouteMetrics

  package init(_ registry: PrometheusRegistry) {
    self.registry = registry
    unknown = RouteMetrics("unknown", registry)
  }

  /// - Parameter path: as the endpoint has it, with parameters in braces.
  func route(_ path: String) -> RouteMetrics { RouteMetrics(path, registry) }

  /// Adds what a server has in hand.
  package func observe(_ load: ServerLoad) {
    registry.observed("juggler_http_connections", "Open connections.") {
      Double(load.connections)
    }
    registry.observed("juggler_http_requests_active", "Requests whose answer has not begun.") {
      Double(load.requests)
    }
    registry.observed("juggler_http_streams_active", "Answers written piece by piece, such as event streams.") {
      Double(load.streams)
    }
    registry.observed("juggler_http_buffered_bytes", "Bytes of request bodies in memory.") {
      Double(load.bufferedBytes)
    }
  }
}
