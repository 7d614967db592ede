import Juggler

/// Turns events into spans, one event at a time.
struct TimelineBuilder {
  private struct Key: Hashable {
    var run: RunID
    var step: StepID
  }

  private var spans: [Span] = []
  private var open: [Key: Int] = [:]
  private var bounds: (start: Timestamp, end: Timestamp)?
  private var outcome = Span.Outcome.unfinished

  mutating func record(_ event: RunEvent) {
    bounds = (bounds?.start ?? event.at, max(bounds?.end ?? event.at, event.at))
    guard let task = event.task else {
      outcome = Span.Outcome(event.kind) ?? outcome
      return
    }
    let key = Key(run: event.run, step: StepID(task: task.reference, scope: task.scope))
    switch event.kind {
    case .started:
      begin(task, event, key)
    case .retried:
      guard let index = retried(key) else { return }
      spans[index].delays.append(event.at..<(event.at + (event.delay ?? .zero)))
    case .completed, .faulted, .cancelled, .skipped:
      let index = open.removeValue(forKey: key) ?? begin(task, event, key, stays: false)
      spans[index].end = event.at
      spans[index].outcome = Span.Outcome(event.kind) ?? .unfinished
    }
  }

  /// The whole timeline; what is still open ends with it.
  func finish() -> Timeline? {
    guard let bounds else { return nil }
    var timeline = Timeline(spans: spans, start: bounds.start, end: bounds.end, outcome: outcome)
    for index in open.values { timeline.spans[index].end = bounds.end }
    for index in timeline.spans.indices {
      timeline.spans[index].delays = timeline.spans[index].delays.map {
        // Cut off by the end of the task, as a timeout does.
        $0.clamped(to: timeline.spans[index].start..<timeline.spans[index].end)
      }
      if timeline.spans[index].parent == nil { timeline.roots.append(index) }
    }
    return timeline
  }

  @discardableResult
  private mutating func begin(
    _ task: RunEvent.TaskIdentity, _ event: RunEvent, _ key: Key, stays: Bool = true
  ) -> Int {
    let index = spans.count
    let parent = parent(of: key)
    spans.append(Span(task: task, activity: event.activity, start: event.at, end: event.at, parent: parent))
    if let parent { spans[parent].children.append(index) }
    if stays { open[key] = index }
    return index
  }

  /// The open span of the task that is tried again: the event names the attempt that failed, the task is around it.
  private func retried(_ key: Key) -> Int? {
    var scope: StepID.Scope? = key.step.scope
    while let current = scope {
      if let index = open[Key(run: key.run, step: StepID(task: key.step.task, scope: current))] { return index }
      scope = current.parent
    }
    return nil
  }

  /// The open span of the nearest task around: its reference is a prefix, its scope is the same or one outside; or the
  /// task that called the function.
  private func parent(of key: Key) -> Int? {
    var candidate = key
    var scope: StepID.Scope? = key.step.scope
    while let current = scope {
      candidate.step.scope = current
      candidate.step.task = key.step.task
      while let slash = candidate.step.task.lastIndex(of: "/") {
        candidate.step.task = String(candidate.step.task[..<slash])
        if let index = open[candidate] { return index }
      }
      if case .call(let caller)? = current.part, let outside = current.parent {
        candidate.step = StepID(task: caller, scope: outside)
        if let index = open[candidate] { return index }
      }
      scope = current.parent
    }
    return nil
  }
}

extension Span.Outcome {
  fileprivate init?(_ kind: RunEvent.Kind) {
    switch kind {
    case .completed: self = .completed
    case .faulted: self = .faulted
    case .cancelled: self = .cancelled
    case .skipped: self = .skipped
    case .started, .retried: return nil
    }
  }
}
