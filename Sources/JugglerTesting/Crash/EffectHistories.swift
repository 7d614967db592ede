import Juggler

/// Each effect's part of a record, and what must not have happened to it.
struct EffectHistories {
  private struct Execution {
    var process: Int
    var attempt: Int
  }

  private struct History {
    var executions: [Execution] = []
    var acknowledgedBy: Int?
    /// The last process that had ended when it was found in the journal; nil while it was not.
    var journaledAfter: Int?
  }

  private var histories: [CrashRecord.Effect: History] = [:]
  private var killed: Set<Int> = []
  private var lastEnded = 0
  private(set) var executions = 0
  private(set) var repeated = 0
  private(set) var violations: [String] = []
  /// Acknowledged, and not yet found in the journal.
  var unjournaled: Set<CrashRecord.Effect> = []

  init(_ record: CrashRecord) {
    for event in record.events { take(event) }
    for (effect, history) in histories { checkExecutions(effect, history) }
    violations.sort()
  }

  var acknowledged: Int { histories.values.count { $0.acknowledgedBy != nil } }

  func isPerformed(_ effect: CrashRecord.Effect) -> Bool { histories[effect]?.executions.isEmpty == false }

  private mutating func take(_ event: CrashRecord.Event) {
    switch event {
    case .performed(let effect, let process, let attempt):
      executions += 1
      let history = histories[effect, default: History()]
      // Made before its process was killed, and read by the service when others had gone on already.
      let isLate =
        killed.contains(process) && (history.acknowledgedBy ?? .max) > process
        && (history.journaledAfter ?? .max) >= process
      if !isLate, let first = history.acknowledgedBy {
        violations.append("\(effect) was acknowledged to process \(first), and performed again by process \(process)")
      } else if !isLate, history.journaledAfter != nil {
        violations.append("\(effect) was in the journal, and was performed again by process \(process)")
      } else if history.executions.contains(where: { $0.process == process && $0.attempt == attempt }) {
        violations.append("\(effect) was performed twice by process \(process) (attempt \(attempt))")
      }
      histories[effect, default: History()].executions.append(Execution(process: process, attempt: attempt))
    case .acknowledged(let effect, let process):
      unjournaled.insert(effect)
      if !isPerformed(effect) { violations.append("\(effect) was acknowledged, and never performed") }
      if let first = histories[effect]?.acknowledgedBy, first != process {
        violations.append("\(effect) was acknowledged to the processes \(first) and \(process)")
      }
      histories[effect, default: History()].acknowledgedBy = process
    case .journaled(let effect): histories[effect, default: History()].journaledAfter = lastEnded
    case .killed(let process):
      killed.insert(process)
      lastEnded = max(lastEnded, process)
    case .exited(let process): lastEnded = max(lastEnded, process)
    }
  }

  /// Of the processes that performed an effect all but one must have been killed, and that before they were told that
  /// it was durable.
  private mutating func checkExecutions(_ effect: CrashRecord.Effect, _ history: History) {
    let processes = Set(history.executions.map(\.process))
    guard processes.count > 1 else { return }
    repeated += 1
    let survivors = processes.subtracting(killed).union(history.acknowledgedBy.map { [$0] } ?? [])
    if survivors.count > 1 {
      let list = survivors.sorted().map(String.init).joined(separator: " and ")
      violations.append("\(effect) was performed by the processes \(list), and was not in flight at a kill")
    }
  }
}

extension CrashRecord.Effect {
  static let prefix = "effect:"

  /// The effect that a step performs; `nil` for a step that no `CrashProbe` performed.
  init?(_ step: StepID, of run: RunID) {
    guard step.task.hasPrefix(Self.prefix) else { return nil }
    self.init(run: run, name: String(step.task.dropFirst(Self.prefix.count)))
  }

  var stepName: String { Self.prefix + name }
}
