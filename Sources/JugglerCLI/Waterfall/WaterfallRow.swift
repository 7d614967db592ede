import Juggler

/// A line of the waterfall before it is drawn.
struct WaterfallRow: Sendable, Equatable {
  /// A stretch of time in which a task did one kind of thing.
  struct Segment: Sendable, Equatable {
    /// In order of what is shown where two fall on the same column.
    enum Kind: Int, Sendable, Comparable, CaseIterable {
      case composite, delay, sleeping, waiting, computing

      static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    var kind: Kind
    var time: Range<Timestamp>
  }

  var label: String
  /// How many tasks are around it.
  var depth: Int
  var segments: [Segment]
  /// How long it took, or, with `isBound`, the longest of those that the row stands for.
  var duration: Duration
  var isBound = false
  var outcome: Span.Outcome = .completed
  var isCritical = false
}

extension WaterfallRow.Segment.Kind {
  init(_ activity: RunEvent.Activity) {
    switch activity {
    case .composite: self = .composite
    case .waiting: self = .waiting
    case .sleeping: self = .sleeping
    case .computing: self = .computing
    }
  }
}
