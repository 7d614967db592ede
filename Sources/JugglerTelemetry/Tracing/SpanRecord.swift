package import Tracing

/// A span that has ended, as it is exported.
package struct SpanRecord: Sendable {
  package struct Event: Sendable {
    package var name: String
    /// Nanoseconds since 1970.
    package var at: UInt64
    package var attributes: [(String, SpanAttribute)]

    package init(name: String, at time: UInt64, attributes: [(String, SpanAttribute)]) {
      self.name = name
      at = time
      self.attributes = attributes
    }
  }

  package struct Link: Sendable {
    package var context: TraceContext
    package var attributes: [(String, SpanAttribute)]
  }

  package var context: TraceContext
  package var parent: SpanID?
  package var name: String
  package var kind: SpanKind
  /// Nanoseconds since 1970.
  package var start: UInt64
  package var end: UInt64
  package var attributes: [(String, SpanAttribute)] = []
  package var events: [Event] = []
  package var links: [Link] = []
  package var status: SpanStatus?

  package init(context: TraceContext, parent: SpanID?, name: String, kind: SpanKind, start: UInt64, end: UInt64) {
    self.context = context
    self.parent = parent
    self.name = name
    self.kind = kind
    self.start = start
    self.end = end
  }
}

/// Takes spans that have ended. It must be quick and must not block.
package protocol SpanSink: Sendable {
  func take(_ span: SpanRecord)
}
