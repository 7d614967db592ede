/// Which traces are recorded ("Sampling" of the OpenTelemetry tracing SDK specification).
package struct Sampler: Sendable, Equatable {
  package let ratio: Double
  /// Whether, in traces that others began, these decided.
  package let followsParent: Bool
  private let threshold: UInt64

  /// - Parameter ratio: of all traces, 0 to 1.
  package init(ratio: Double, followsParent: Bool = true) {
    self.ratio = max(0, min(ratio, 1))
    self.followsParent = followsParent
    threshold = UInt64((self.ratio * 0x1p56).rounded())
  }

  /// Decides by the trace's id, so that every process decides alike.
  ///
  /// - Parameter parent: whether what the trace comes from is recorded; `nil` when it begins here.
  package func samples(_ trace: TraceID, parent: Bool? = nil) -> Bool {
    if followsParent, let parent { return parent }
    return ratio >= 1 || trace.low & 0x00FF_FFFF_FFFF_FFFF < threshold
  }
}
