package import Tracing

/// Where in a distributed trace something happens: W3C Trace Context, level 1 (https://www.w3.org/TR/trace-context/).
package struct TraceContext: Sendable, Hashable {
  package var trace: TraceID
  /// The span that caused what happens.
  package var span: SpanID
  package var isSampled: Bool
  /// What other vendors' tracers keep for themselves, passed on as it came.
  package var state: String?

  package init(trace: TraceID, span: SpanID, isSampled: Bool, state: String? = nil) {
    self.trace = trace
    self.span = span
    self.isSampled = isSampled
    self.state = state
  }
}

/// Sixteen bytes, not all zero.
package struct TraceID: Sendable, Hashable {
  package var high: UInt64
  package var low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  package static func random() -> TraceID { TraceID(high: .random(in: .min ... .max), low: .random(in: 1 ... .max)) }
}

/// Eight bytes, not all zero.
package struct SpanID: Sendable, Hashable {
  package var value: UInt64

  package init(_ value: UInt64) { self.value = value }

  package static func random() -> SpanID { SpanID(.random(in: 1 ... .max)) }
}

extension TraceID: CustomStringConvertible {
  package var description: String { high.hexadecimal + low.hexadecimal }
}

extension SpanID: CustomStringConvertible {
  package var description: String { value.hexadecimal }
}

extension TraceContext {
  /// The header field `traceparent`.
  package var traceparent: String { "00-\(trace)-\(span)-\(isSampled ? "01" : "00")" }

  /// Reads the header fields; `nil` for a `traceparent` that is not valid, as one must then begin a new trace.
  ///
  /// Of a version that is not known yet, the fields of version 00 are read.
  package init?(traceparent: String, tracestate: String? = nil) {
    let text = Array(traceparent.utf8)
    guard text.count >= 55, [2, 35, 52].allSatisfy({ text[$0] == UInt8(ascii: "-") }),
      let version = UInt64(hexadecimal: text[0..<2]), version != 0xFF,
      text.count == 55 || version > 0 && text[55] == UInt8(ascii: "-"),
      let high = UInt64(hexadecimal: text[3..<19]), let low = UInt64(hexadecimal: text[19..<35]),
      let span = UInt64(hexadecimal: text[36..<52]), let flags = UInt64(hexadecimal: text[53..<55]),
      (high, low) != (0, 0), span != 0
    else { return nil }
    self.init(
      trace: TraceID(high: high, low: low), span: SpanID(span), isSampled: flags & 1 == 1,
      state: tracestate.flatMap(Self.checked))
  }

  /// A `tracestate` of at most 32 members and 512 bytes of visible ASCII; others are not passed on.
  private static func checked(_ state: String) -> String? {
    let isFit = state.utf8.count <= 512 && state.split(separator: ",").count <= 32
    return isFit && !state.isEmpty && state.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 } ? state : nil
  }
}

extension UInt64 {
  fileprivate var hexadecimal: String {
    String(unsafeUninitializedCapacity: 16) { buffer in
      for index in 0..<16 {
        let digit = UInt8(truncatingIfNeeded: self >> UInt64((15 - index) * 4) & 0xF)
        buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      }
      return 16
    }
  }

  /// Lower case only, as the specification has it.
  fileprivate init?(hexadecimal digits: ArraySlice<UInt8>) {
    self = 0
    for byte in digits {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): self = self << 4 | UInt64(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): self = self << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
  }
}

private enum TraceContextKey: InstrumentationContextKey {
  typealias Value = TraceContext
}

extension InstrumentationContext {
  package var trace: TraceContext? {
    get { self[TraceContextKey.self] }
    set { self[TraceContextKey.self] = newValue }
  }
}

// MARK: With a run

extension TraceContext {
  private static let parentTag = "traceparent"
  private static let stateTag = "tracestate"

  /// The tags by which a run that starts now remembers the trace of whoever starts it, also after a restart.
  package static var currentTags: [String: String] { InstrumentationContext.current?.trace?.tags ?? [:] }

  package var tags: [String: String] {
    var tags = [Self.parentTag: traceparent]
    if let state { tags[Self.stateTag] = state }
    return tags
  }

  package init?(tags: [String: String]) {
    guard let parent = tags[Self.parentTag] else { return nil }
    self.init(traceparent: parent, tracestate: tags[Self.stateTag])
  }
}
