package import Juggler
import Synchronization
import Tracing

/// Makes spans of runs and of their tasks, from what the engine tells.
///
/// A run goes on with the trace that its tags name (`TraceContext.tags`); one without begins a trace whose id is the run's
/// own, so it keeps that after a restart too. The ids of spans follow from run and task: whoever calls another service from
/// within a task names the task's span without asking anybody, and what a restart repeats has the id that it had.
package final class RunTracer: EngineMonitor, RunObserver {
  private struct Place: Hashable {
    var reference: String
    var scope: StepID.Scope
  }

  private struct OpenTask {
    var name: String
    var parent: SpanID
    var start: Timestamp
    var activity: RunEvent.Activity
    var events: [SpanRecord.Event] = []
  }

  private struct OpenRun {
    var context: TraceContext
    var parent: SpanID?
    var tasks: [Place: OpenTask] = [:]
  }

  /// Without one, traces are passed on and nothing is recorded.
  private let sampler: Sampler?
  private let sink: (any SpanSink)?
  private let runs = Mutex<[RunID: OpenRun]>([:])
  /// How many runs have a trace.
  private let count = Atomic(0)

  package init(sampler: Sampler, sink: any SpanSink) {
    self.sampler = sampler
    self.sink = sink
  }

  /// Only passes traces on.
  package init() {
    sampler = nil
    sink = nil
  }

  package var isRecording: Bool { sink != nil }

  // MARK: Runs

  package func began(_ run: MonitoredRun) {
    let parent = TraceContext(tags: run.tags)
    guard let sampler else {
      if let parent { open(run.id, OpenRun(context: parent)) }
      return
    }
    let trace = parent?.trace ?? TraceID(run.id)
    let context = TraceContext(
      trace: trace, span: SpanID(of: run.id, "", .root), isSampled: sampler.samples(trace, parent: parent?.isSampled),
      state: parent?.state)
    open(run.id, OpenRun(context: context, parent: parent?.span))
  }

  private func open(_ id: RunID, _ run: OpenRun) {
    let isNew = runs.withLock { $0.updateValue(run, forKey: id) == nil }
    if isNew { count.wrappingAdd(1, ordering: .relaxed) }
  }

  private func close(_ id: RunID) -> OpenRun? {
    if count.load(ordering: .relaxed) == 0 { return nil }
    let run = runs.withLock { $0.removeValue(forKey: id) }
    if run != nil { count.wrappingSubtract(1, ordering: .relaxed) }
    return run
  }

  package func stopped(_ run: MonitoredRun, _ outcome: RunOutcome?, at time: Timestamp) {
    guard let open = close(run.id), open.context.isSampled, let sink, let outcome else { return }
    var record = SpanRecord(
      context: open.context, parent: open.parent, name: "run \(run.workflow.namespace)/\(run.workflow.name)",
      kind: .internal, start: run.startedAt.span, end: time.span)
    record.attributes = [
      ("juggler.run.id", .string(run.id.description)),
      ("juggler.workflow.name", .string(run.workflow.name)),
      ("juggler.workflow.namespace", .string(run.workflow.namespace)),
      ("juggler.workflow.version", .string(run.workflow.version)),
    ]
    switch outcome {
    case .completed, .continued: break
    case .faulted(let fault): record.fail(fault)
    case .cancelled: record.attributes.append(("juggler.run.cancelled", .bool(true)))
    }
    sink.take(record)
  }

  package func committed(_ entries: [JournalEntry], in duration: Duration, error: StoreError?) {}
  package func committed(_ entry: JournalEntry) {}

  // MARK: Tasks

  package func observe(_ event: RunEvent) {
    guard let task = event.task, let sink else { return }
    let place = Place(reference: task.reference, scope: task.scope)
    let record: SpanRecord? = runs.withLock { runs in
      guard runs[event.run]?.context.isSampled == true else { return nil }
      switch event.kind {
      case .started:
        let parent = runs[event.run].flatMap { Self.parent(of: place, in: $0, event.run) }
        runs[event.run]?.tasks[place] = OpenTask(
          name: task.name, parent: parent ?? SpanID(of: event.run, "", .root), start: event.at,
          activity: event.activity)
        return nil
      case .retried:
        runs[event.run]?.tasks[place]?.events.append(Self.event(of: event))
        return nil
      case .skipped: return nil
      case .completed, .faulted, .cancelled:
        guard let open = runs[event.run]?.tasks.removeValue(forKey: place), let context = runs[event.run]?.context
        else { return nil }
        return Self.record(open, event, task, context)
      }
    }
    if let record { sink.take(record) }
  }

  private static func record(
    _ open: OpenTask, _ event: RunEvent, _ task: RunEvent.TaskIdentity, _ run: TraceContext
  ) -> SpanRecord {
    var context = run
    context.span = SpanID(of: event.run, task.reference, task.scope)
    var record = SpanRecord(
      context: context, parent: open.parent, name: task.name, kind: .internal, start: open.start.span,
      end: event.at.span)
    record.attributes = [
      ("juggler.run.id", .string(event.run.description)),
      ("juggler.task.activity", .string(open.activity.rawValue)),
      ("juggler.task.reference", .string(task.reference)),
    ]
    record.events = open.events
    if let fault = event.fault { record.fail(fault) }
    if event.kind == .cancelled { record.attributes.append(("juggler.task.cancelled", .bool(true))) }
    return record
  }

  private static func event(of retry: RunEvent) -> SpanRecord.Event {
    var attributes: [(String, SpanAttribute)] = []
    if let fault = retry.fault { attributes.append(("error.type", .string(fault.type))) }
    if let delay = retry.delay {
      attributes.append(("juggler.retry.delay_ms", .double(delay / .milliseconds(1))))
    }
    return SpanRecord.Event(name: "retry", at: retry.at.span, attributes: attributes)
  }

  /// The innermost open task around a place: references and scopes of a task begin with those of the tasks around it, and a
  /// function's task stands within the task that calls it.
  private static func parent(of place: Place, in run: OpenRun, _ id: RunID) -> SpanID? {
    var reference = place.reference[...]
    var scope = place.scope
    var mayBeItself = false
    while true {
      var prefix = reference
      if !mayBeItself { prefix = prefix.droppingLastToken }
      while !prefix.isEmpty {
        let candidate = Place(reference: String(prefix), scope: scope)
        if run.tasks[candidate] != nil { return SpanID(of: id, candidate.reference, scope) }
        prefix = prefix.droppingLastToken
      }
      if case .call(let caller)? = scope.part {
        reference = caller[...]
        mayBeItself = true
      }
      guard let outer = scope.parent else { return nil }
      scope = outer
    }
  }

  // MARK: Effects

  /// Where an effect of a run stands in its trace, for what it calls; `nil` when there is no trace to pass on.
  package func context(of run: RunID, task: StepID) -> TraceContext? {
    if count.load(ordering: .relaxed) == 0 { return nil }
    return runs.withLock { runs in
      guard let open = runs[run] else { return nil }
      var context = open.context
      // Nothing that nobody recorded may be named as a cause.
      guard sink != nil, context.isSampled else { return context }
      let place = Place(reference: task.task, scope: task.scope)
      if open.tasks[place] != nil { context.span = SpanID(of: run, task.task, task.scope) }
      return context
    }
  }

  /// Hands over a span of what a task called.
  package func take(_ record: SpanRecord) {
    if record.context.isSampled { sink?.take(record) }
  }
}

extension SpanRecord {
  /// The detail of a fault may hold what a service answered: only its kind is exported.
  package mutating func fail(_ fault: Fault) {
    status = SpanStatus(code: .error, message: fault.title)
    attributes.append(("error.type", .string(fault.type)))
  }
}

extension Substring {
  /// Of a JSON Pointer.
  fileprivate var droppingLastToken: Substring { lastIndex(of: "/").map { self[..<$0] } ?? "" }
}

extension TraceID {
  init(_ run: RunID) { self.init(high: run.high, low: run.low) }
}

extension SpanID {
  /// FNV-1a over run, reference and scope.
  package init(of run: RunID, _ reference: String, _ scope: StepID.Scope) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for word in [run.high, run.low] {
      for shift in stride(from: 0, to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
    }
    for byte in reference.utf8 { mix(byte) }
    for part in scope.parts { for byte in "\(part)".utf8 { mix(byte) } }
    self.init(hash == 0 ? 1 : hash)
  }
}

extension Timestamp {
  package var span: UInt64 { UInt64(max(0, nanoseconds)) }
}
