import Juggler

/// What a run's tasks did and when: a tree of spans, computed from the run's events.
struct Timeline: Sendable, Equatable {
  /// In order of their start; a span comes after the one around it.
  var spans: [Span] = []
  /// Indices of the spans of the outermost tasks.
  var roots: [Int] = []
  var start: Timestamp
  var end: Timestamp
  var outcome: Span.Outcome = .unfinished

  /// How long it took, waits overlapped.
  var elapsed: Duration { end - start }

  /// How long its parts would take one after the other: every leaf, and every delay between attempts.
  var sequential: Duration {
    var sum = Duration.zero
    for span in spans {
      if span.isLeaf { sum += span.duration }
      for delay in span.delays { sum += delay.upperBound - delay.lowerBound }
    }
    return sum
  }
}

extension Timeline {
  /// Reads events in the order in which they happened. `nil` when there are none.
  init?(_ events: some Sequence<RunEvent>) {
    var builder = TimelineBuilder()
    for event in events { builder.record(event) }
    guard let timeline = builder.finish() else { return nil }
    self = timeline
  }
}
