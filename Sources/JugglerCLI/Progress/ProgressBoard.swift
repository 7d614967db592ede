import Juggler

/// What a run is doing now, kept from its events: what waits, what computes, what is done.
struct ProgressBoard: Sendable {
  private struct Underway {
    var name: String
    var activity: RunEvent.Activity
    var since: Timestamp
  }

  private struct Key: Hashable {
    var run: RunID
    var step: StepID
  }

  private var underway: [Key: Underway] = [:]
  private var startedAt: Timestamp?
  private var done = 0
  private var faulted = 0
  private var retried = 0

  mutating func record(_ event: RunEvent) {
    startedAt = startedAt ?? event.at
    if event.kind == .retried { retried += 1 }
    // What runs other tasks shows by them.
    guard let task = event.task, event.activity != .composite else { return }
    let key = Key(run: event.run, step: StepID(task: task.reference, scope: task.scope))
    switch event.kind {
    case .started:
      let round = task.scope.iterations.map { " [\($0)]" }.joined()
      underway[key] = Underway(name: task.name + round, activity: event.activity, since: event.at)
    case .completed, .skipped:
      underway[key] = nil
      done += 1
    case .faulted, .cancelled:
      underway[key] = nil
      faulted += event.kind == .faulted ? 1 : 0
    case .retried: break
    }
  }

  /// A line of counts, then the tasks that have been under way longest, at most `rows` lines in all.
  func lines(at now: Timestamp, rows: Int, columns: Int, style: TextStyle) -> [String] {
    guard let startedAt else { return [] }
    let listed = max(0, min(underway.count, rows - 1))
    let shown = underway.values.sorted { ($0.since, $0.name) < ($1.since, $1.name) }.prefix(listed)
    let cut = underway.count > listed && listed > 0
    var lines = [counts(elapsed: now - startedAt).fitted(to: columns).trimmed]
    for task in cut ? shown.dropLast() : shown {
      let elapsed = Self.rounded(now - task.since)
      let name = task.name.printable.fitted(to: max(8, min(40, columns - 24))).trimmed
      lines.append(
        "  \(style.paint(String(task.activity.glyph), task.activity.color)) \(name)  \(style.paint(elapsed, .dim))")
    }
    if cut { lines.append(style.paint("  … \(underway.count - listed + 1) more", .dim)) }
    return lines.map(style.spelled)
  }

  private func counts(elapsed: Duration) -> String {
    let computing = underway.values.count { $0.activity == .computing }
    let waiting = underway.count - computing
    let parts = [
      (waiting, "waiting"), (computing, "computing"), (done, "done"), (faulted, "faulted"), (retried, "retried"),
    ]
    let text = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " · ")
    return "\(Self.rounded(elapsed))  \(text)"
  }

  /// To a tenth of a second: more would flicker.
  private static func rounded(_ duration: Duration) -> String {
    let tenths = max(0, Int(duration.inSeconds * 10))
    return tenths < 600 ? "\(tenths / 10).\(tenths % 10) s" : Duration.seconds(tenths / 10).readable
  }
}

extension RunEvent.Activity {
  fileprivate var glyph: Character {
    switch self {
    case .computing: "█"
    case .sleeping: "·"
    case .composite, .waiting: "━"
    }
  }

  fileprivate var color: TextStyle.Color {
    switch self {
    case .computing: .green
    case .sleeping: .dim
    case .composite, .waiting: .cyan
    }
  }
}
