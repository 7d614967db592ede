import HTTPTypes
package import Hummingbird
package import JugglerTelemetry
import NIOCore
import Tracing

/// Measures every request, and makes its trace that of the runs that it starts.
///
/// Outermost of all, so that it sees the answer that the client gets.
package struct TelemetryMiddleware: RouterMiddleware {
  package typealias Context = ServerRequestContext

  private let metrics: RequestMetrics
  private let tracer: SpanTracer?

  /// - Parameter tracer: makes a span of every request; without one, a trace that a client names is only passed on.
  package init(metrics: RequestMetrics, tracer: SpanTracer?) {
    self.metrics = metrics
    self.tracer = tracer
  }

  package func handle(
    _ request: Request, context: ServerRequestContext,
    next: @concurrent (Request, ServerRequestContext) async throws -> Response
  ) async throws -> Response {
    let start = NIODeadline.now()
    do {
      let response =
        tracer == nil && request.headers[.traceparent] == nil
        ? try await next(request, context) : try await traced(request, context, next)
      metrics.answered(context.route, request.method, response.status.code, since: start)
      return response
    } catch {
      // As a rule the client that hung up, which nginx counts so.
      metrics.answered(context.route, request.method, error is CancellationError ? 499 : 500, since: start)
      throw error
    }
  }

  @inline(never)
  private func traced(
    _ request: Request, _ context: ServerRequestContext,
    _ next: @concurrent (Request, ServerRequestContext) async throws -> Response
  ) async throws -> Response {
    var instrumentation = InstrumentationContext.current ?? .topLevel
    instrumentation.trace = request.headers[.traceparent].flatMap {
      TraceContext(traceparent: $0, tracestate: request.headers[.tracestate])
    }
    guard let tracer else {
      return try await InstrumentationContext.withValue(instrumentation) { try await next(request, context) }
    }
    let span = tracer.startSpan(request.method.rawValue, context: instrumentation, ofKind: .server)
    defer { span.end() }
    do {
      let response = try await InstrumentationContext.withValue(span.context) { try await next(request, context) }
      if span.isRecording { describe(span, request, context, status: response.status.code) }
      return response
    } catch {
      if span.isRecording { describe(span, request, context, status: error is CancellationError ? 499 : 500) }
      throw error
    }
  }

  private func describe(_ span: TracedSpan, _ request: Request, _ context: ServerRequestContext, status: Int) {
    var attributes: SpanAttributes = [:]
    attributes["http.request.method"] = request.method.rawValue
    attributes["http.response.status_code"] = Int64(status)
    if let route = context.route {
      span.operationName = "\(request.method.rawValue) \(route)"
      attributes["http.route"] = route
    }
    span.attributes = attributes
    if status >= 500 { span.setStatus(SpanStatus(code: .error)) }
  }
}

extension HTTPField.Name {
  static let traceparent = Self("traceparent")!
  static let tracestate = Self("tracestate")!
}
