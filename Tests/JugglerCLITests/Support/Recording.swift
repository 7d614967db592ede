import Juggler

/// Writes down a run's events by hand; times are milliseconds after the start.
struct Recording {
  static let run = RunID("0198f3c1-2a00-7000-8000-000000000001") ?? RunID()
  static let start = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

  static func time(_ milliseconds: Double) -> Timestamp { start + .milliseconds(milliseconds) }

  private(set) var events: [RunEvent] = []

  mutating func run(_ kind: RunEvent.Kind, at milliseconds: Double) {
    events.append(RunEvent(run: Self.run, kind: kind, at: Self.time(milliseconds)))
  }

  mutating func task(
    _ reference: String, _ kind: RunEvent.Kind, at milliseconds: Double, _ activity: RunEvent.Activity = .waiting,
    _ scope: StepID.Scope = .root, delay: Double? = nil
  ) {
    events.append(
      RunEvent(
        run: Self.run, task: Self.identity(reference, scope), kind: kind, activity: activity,
        at: Self.time(milliseconds), delay: delay.map { .milliseconds($0) }))
  }

  /// A task from its start to its end.
  mutating func span(
    _ reference: String, _ from: Double, _ to: Double, _ activity: RunEvent.Activity = .waiting,
    _ scope: StepID.Scope = .root, _ kind: RunEvent.Kind = .completed
  ) {
    task(reference, .started, at: from, activity, scope)
    task(reference, kind, at: to, activity, scope)
  }

  /// The events as they come: in order of time.
  var inOrder: [RunEvent] {
    events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  static func identity(_ reference: String, _ scope: StepID.Scope = .root) -> RunEvent.TaskIdentity {
    RunEvent.TaskIdentity(
      name: reference.split(separator: "/").last.map(String.init) ?? "", reference: reference, scope: scope)
  }

  /// A fork of three branches: 100, 300 and 200 ms.
  static var fork: Recording {
    var recording = Recording()
    recording.run(.started, at: 0)
    recording.task("/do/0/order", .started, at: 0, .composite)
    for (index, length) in [100.0, 300, 200].enumerated() {
      recording.task("/do/0/order/fork/branches/\(index)/b\(index)", .started, at: 0)
      recording.task("/do/0/order/fork/branches/\(index)/b\(index)", .completed, at: length)
    }
    recording.task("/do/0/order", .completed, at: 300, .composite)
    recording.run(.completed, at: 300)
    return recording
  }
}

extension StepID.Scope {
  static func iteration(_ index: Int) -> StepID.Scope { .root.appending(.iteration(index)) }
  static func attempt(_ number: Int) -> StepID.Scope { .root.appending(.attempt(number)) }
}
