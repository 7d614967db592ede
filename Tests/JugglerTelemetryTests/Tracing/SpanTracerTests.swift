import JugglerTelemetry
import Testing
import Tracing

struct SpanTracerTests {
  let collector = SpanCollector()

  struct Carrier: Extractor, Injector {
    func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
  }

  @Test func spansWithinSpansShareTheTrace() throws {
    let tracer = SpanTracer(sampler: Sampler(ratio: 1), sink: collector)
    tracer.withSpan("outer", ofKind: .server) { outer in
      outer.attributes["a"] = 1
      tracer.withSpan("inner") { $0.addEvent("half-time") }
    }
    let inner = try #require(collector["inner"])
    let outer = try #require(collector["outer"])
    #expect(inner.context.trace == outer.context.trace)
    #expect(inner.parent == outer.context.span)
    #expect(outer.parent == nil)
    #expect(outer.kind == .server)
    #expect(outer.attributes.map(\.0) == ["a"])
    #expect(inner.events.map(\.name) == ["half-time"])
    #expect(outer.start <= inner.start && inner.end <= outer.end)
  }

  @Test func aParentFromOutsideDecidesWhetherToRecord() throws {
    let tracer = SpanTracer(sampler: Sampler(ratio: 1), sink: collector)
    let unsampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
    var context = InstrumentationContext.topLevel
    tracer.extract(["traceparent": unsampled, "tracestate": "a=b"], into: &context, using: Carrier())
    let span = tracer.startSpan("x", context: context)
    #expect(!span.isRecording)
    var carrier: [String: String] = [:]
    tracer.inject(span.context, into: &carrier, using: Carrier())
    span.end()
    #expect(collector.spans.isEmpty)
    #expect(carrier["tracestate"] == "a=b")
    #expect(carrier["traceparent"]?.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") == true)
    #expect(carrier["traceparent"]?.hasSuffix("-00") == true)
    #expect(carrier["traceparent"] != unsampled)
  }

  @Test func anErrorMarksItsSpan() throws {
    struct Burnt: Error {}
    let tracer = SpanTracer(sampler: Sampler(ratio: 1), sink: collector)
    #expect(throws: Burnt.self) { try tracer.withSpan("x") { _ in throw Burnt() } }
    let span = try #require(collector["x"])
    #expect(span.status?.code == .error)
    #expect(span.events.map(\.name) == ["exception"])
  }
}
