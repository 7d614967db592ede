import Synchronization
package import Tracing

/// Makes spans, and hands those that are sampled to a sink.
package struct SpanTracer: Tracer {
  package typealias Span = TracedSpan

  package let sampler: Sampler
  package let sink: any SpanSink

  package init(sampler: Sampler, sink: any SpanSink) {
    self.sampler = sampler
    self.sink = sink
  }

  package func startSpan<Instant: TracerInstant>(
    _ operationName: String, context: @autoclosure () -> InstrumentationContext, ofKind kind: SpanKind,
    at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
  ) -> TracedSpan {
    var context = context()
    let parent = context.trace
    let trace = parent?.trace ?? .random()
    let own = TraceContext(
      trace: trace, span: .random(), isSampled: sampler.samples(trace, parent: parent?.isSampled), state: parent?.state)
    context.trace = own
    let record = SpanRecord(
      context: own, parent: parent?.span, name: operationName, kind: kind, start: instant().nanosecondsSinceEpoch,
      end: 0)
    return TracedSpan(context, record, isRecording: own.isSampled, sink)
  }

  package func forceFlush() {}

  package func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
  ) where Extract.Carrier == Carrier {
    guard let parent = extractor.extract(key: "traceparent", from: carrier) else { return }
    context.trace = TraceContext(
      traceparent: parent, tracestate: extractor.extract(key: "tracestate", from: carrier))
  }

  package func inject<Carrier, Inject: Injector>(
    _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {
    guard let trace = context.trace else { return }
    injector.inject(trace.traceparent, forKey: "traceparent", into: &carrier)
    if let state = trace.state { injector.inject(state, forKey: "tracestate", into: &carrier) }
  }
}

/// A span under way.
package final class TracedSpan: Span {
  private struct State {
    var record: SpanRecord
    var attributes: SpanAttributes = [:]
    var hasEnded = false
  }

  package let context: InstrumentationContext
  package let isRecording: Bool
  private let sink: any SpanSink
  private let state: Mutex<State>

  init(_ context: InstrumentationContext, _ record: SpanRecord, isRecording: Bool, _ sink: any SpanSink) {
    self.context = context
    self.isRecording = isRecording
    self.sink = sink
    state = Mutex(State(record: record))
  }

  package var operationName: String {
    get { state.withLock { $0.record.name } }
    set { state.withLock { $0.record.name = newValue } }
  }

  package var attributes: SpanAttributes {
    get { state.withLock { $0.attributes } }
    set { state.withLock { $0.attributes = newValue } }
  }

  package func setStatus(_ status: SpanStatus) { state.withLock { $0.record.status = status } }

  package func addEvent(_ event: SpanEvent) {
    guard isRecording else { return }
    let event = SpanRecord.Event(
      name: event.name, at: event.nanosecondsSinceEpoch, attributes: event.attributes.pairs)
    state.withLock { $0.record.events.append(event) }
  }

  package func recordError<Instant: TracerInstant>(
    _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
  ) {
    guard isRecording else { return }
    var attributes = attributes
    attributes["exception.type"] = "\(type(of: error))"
    attributes["exception.message"] = "\(error)"
    let event = SpanRecord.Event(
      name: "exception", at: instant().nanosecondsSinceEpoch, attributes: attributes.pairs)
    state.withLock { $0.record.events.append(event) }
  }

  package func addLink(_ link: SpanLink) {
    guard isRecording, let trace = link.context.trace else { return }
    let link = SpanRecord.Link(context: trace, attributes: link.attributes.pairs)
    state.withLock { $0.record.links.append(link) }
  }

  package func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
    guard isRecording else { return }
    let time = instant().nanosecondsSinceEpoch
    let record: SpanRecord? = state.withLock { state in
      if state.hasEnded { return nil }
      state.hasEnded = true
      state.record.end = max(time, state.record.start)
      state.record.attributes = state.attributes.pairs
      return state.record
    }
    if let record { sink.take(record) }
  }
}

extension SpanAttributes {
  /// In the order of the names.
  var pairs: [(String, SpanAttribute)] {
    var pairs: [(String, SpanAttribute)] = []
    forEach { pairs.append(($0, $1)) }
    return pairs.sorted { $0.0 < $1.0 }
  }
}
