import HTTPTypes
import Hummingbird
package import JugglerTelemetry
import NIOCore
import Tracing

/// Measures every request, and makes its trace that of the runs that it starts.
///
/// Outermost of all, so that it sees the answer that the client gets.
package struct RequestTelemetry: Sendable {
  let metrics: RequestMetrics
  private let tracer: SpanTracer?

  /// - Parameter tracer: makes a span of every request; without one, a trace that a client names is only passed on.
  package init(metrics: RequestMetrics, tracer: SpanTracer?) {
    self.metrics = metrics
    self.tracer = tracer
  }

  func measure(_ request: Request, _ body: () async -> APIResponder.Answer) async -> Reply {
    let start = NIODeadline.now()
    let answer =
      tracer == nil && request.headers[.traceparent] == nil ? await body() : await traced(request, body)
    let route = answer.metrics ?? metrics.unknown
    // As a rule the client that hung up, which nginx counts so.
    let status = Task.isCancelled ? 499 : answer.reply.status.code
    route.answered(request.method, status, since: start)
    return answer.reply
  }

  @inline(never)
  private func traced(_ request: Request, _ body: () async -> APIResponder.Answer) async -> APIResponder.Answer {
    var instrumentation = InstrumentationContext.current ?? .topLevel
    instrumentation.trace = request.headers[.traceparent].flatMap {
      TraceContext(traceparent: $0, tracestate: request.headers[.tracestate])
    }
    guard let tracer else { return await InstrumentationContext.withValue(instrumentation, operation: body) }
    let span = tracer.startSpan(request.method.rawValue, context: instrumentation, ofKind: .server)
    defer { span.end() }
    let answer = await InstrumentationContext.withValue(span.context, operation: body)
    if span.isRecording {
      describe(span, request, answer.metrics?.route, status: Task.isCancelled ? 499 : answer.reply.status.code)
    }
    return answer
  }

  private func describe(_ span: TracedSpan, _ request: Request, _ route: String?, status: Int) {
    var attributes: SpanAttributes = [:]
    attributes["http.request.method"] = request.method.rawValue
    attributes["http.response.status_code"] = Int64(status)
    if let route {
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
