import HTTPTypes
import JugglerTelemetry
import NIOCore
import Synchronization

/// Counts and times the requests of one route, by method and status.
final class RouteMetrics: Sendable {
  private struct Series: Sendable {
    var method: HTTPRequest.Method
    var status: Int
    var requests: CounterSeries
    var duration: TimerSeries
  }

  /// As the endpoint has it, with parameters in braces.
  let route: String
  private let registry: PrometheusRegistry
  private let series = Mutex<[Series]>([])

  init(_ route: String, _ registry: PrometheusRegistry) {
    self.route = route
    self.registry = registry
  }

  /// A request's answer begins.
  func answered(_ method: HTTPRequest.Method, _ status: Int, since start: NIODeadline) {
    let series = series(Self.common(method), status)
    series.requests.increment()
    series.duration.recordNanoseconds((NIODeadline.now() - start).nanoseconds)
  }

  private func series(_ method: HTTPRequest.Method, _ status: Int) -> Series {
    series.withLock { series in
      if let known = series.first(where: { $0.status == status && $0.method == method }) { return known }
      let labels = [("route", route), ("method", method.rawValue), ("status", "\(status)")]
      let new = Series(
        method: method, status: status,
        requests: registry.counter("juggler_http_requests_total", "Requests answered, by route and status.", labels),
        duration: registry.timer(
          "juggler_http_request_duration_seconds", "From a request's head to the beginning of its answer.", labels))
      series.append(new)
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
