import Juggler

/// One pass through one task: from its start to its end.
struct Span: Sendable, Equatable {
  enum Outcome: Sendable, Equatable {
    case completed, faulted, cancelled, skipped
    /// It never said how it ended: the run was over before.
    case unfinished
  }

  var task: RunEvent.TaskIdentity
  var activity: RunEvent.Activity
  var start: Timestamp
  var end: Timestamp
  var outcome: Outcome = .unfinished
  /// Between the attempts of a retried task.
  var delays: [Range<Timestamp>] = []
  /// Index of the span of the task around it.
  var parent: Int?
  /// Indices of the spans of the tasks within it, in order of their start.
  var children: [Int] = []

  var duration: Duration { end - start }
  var isLeaf: Bool { children.isEmpty }
}
