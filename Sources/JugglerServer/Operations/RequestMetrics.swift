import HTTPTypes
package import JugglerTelemetry
import NIOCore
import Synchronization

/// Counts and times requests by route, method and status.
package final class RequestMetrics: Sendable {
  private struct Series: Sendable {
    var method: HTTPRequest.Method
    var status: Int
    var requests: CounterSeries
    var duration: TimerSeries
  }

  private let registry: PrometheusRegistry
  private let routes = Mutex<[String: [Series]]>([:])

  package init(_ registry: PrometheusRegistry) { self.registry = registry }

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

  /// A request's answer begins.
  ///
  /// - Parameter route: as the endpoint has it, with parameters in braces; `nil` for paths that do not exist.
  func answered(_ route: String?, _ method: HTTPRequest.Method, _ status: Int, since start: NIODeadline) {
    let series = series(route ?? "unknown", Self.common(method), status)
    series.requests.increment()
    series.duration.recordNanoseconds((NIODeadline.now() - start).nanoseconds)
  }

  private func series(_ route: String, _ method: HTTPRequest.Method, _ status: Int) -> Series {
    routes.withLock { routes in
      let known = routes[route]?.first { $0.status == status && $0.method == method }
      if let known { return known }
      let labels = [("route", route), ("method", method.rawValue), ("status", "\(status)")]
      let new = Series(
        method: method, status: status,
        requests: registry.counter("juggler_http_requests_total", "Requests answered, by route and status.", labels),
        duration: registry.timer(
          "juggler_http_request_duration_seconds", "From a request's head to the beginning of its answer.", labels))
      routes[route, default: []].append(new)
      return new
    }
  }

  /// Clients may invent methods; they share one series.
  private static func common(_ method: HTTPRequest.Method) -> HTTPRequest.Method {
    switch method {
    case .get, .head, .post, .put, .delete, .patch, .options: method
    default: HTTPRequest.Method("OTHER") ?? .trace
    }
  }
}
