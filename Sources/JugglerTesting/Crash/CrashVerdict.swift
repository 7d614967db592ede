public import JSON
public import Juggler

/// Whether runs came through crashes as they must:
///
/// - every run completed, with the right output;
/// - every acknowledged effect was performed, is in the journal, and was not performed again;
/// - what was performed again was in flight when its process was killed.
///
/// An effect is *in flight* from its request until the process is told that its outcome is durable.
public struct CrashVerdict: Sendable {
  /// A run as the store has it in the end.
  public struct Run: Sendable {
    public var record: RunRecord
    public var journal: [JournalEntry]
    /// What its output must be; `nil` when any will do.
    public var expected: JSONValue?

    public init(record: RunRecord, journal: [JournalEntry], expected: JSONValue?) {
      self.record = record
      self.journal = journal
      self.expected = expected
    }
  }

  public private(set) var runs = 0
  public private(set) var kills = 0
  /// Requests that the service got.
  public private(set) var executions = 0
  /// Effects that a process was told are durable.
  public private(set) var acknowledged = 0
  /// Effects that were in flight at a kill, and were performed again.
  public private(set) var repeated = 0
  /// What is wrong, in words; empty when all is well.
  public private(set) var violations: [String] = []

  public init(_ record: CrashRecord, _ runs: [Run]) {
    var effects = EffectHistories(record)
    kills = record.kills
    executions = effects.executions
    acknowledged = effects.acknowledged
    repeated = effects.repeated
    violations = effects.violations
    self.runs = runs.count
    for run in runs { check(run, &effects) }
    for effect in effects.unjournaled {
      violations.append("\(effect) was acknowledged, and is not in the journal")
    }
  }

  private mutating func check(_ run: Run, _ effects: inout EffectHistories) {
    let id = run.record.id
    if run.record.status != .completed {
      let error = run.record.error.map { "\($0)" } ?? "no error"
      violations.append("run \(id) is \(run.record.status.rawValue), not completed: \(error)")
    } else if let expected = run.expected, run.record.output != expected {
      violations.append("the output of run \(id) is \(run.record.output?.description ?? "missing"), not \(expected)")
    }
    var ended: Set<StepID> = []
    for entry in run.journal {
      guard case .stepEnded(let step, let outcome) = entry.kind else { continue }
      if !ended.insert(step).inserted { violations.append("step '\(step)' of run \(id) ended twice") }
      guard let effect = CrashRecord.Effect(step, of: id) else { continue }
      effects.unjournaled.remove(effect)
      if case .completed = outcome, !effects.isPerformed(effect) {
        violations.append("\(effect) is in the journal, and was never performed")
      }
    }
  }
}

extension CrashVerdict: CustomStringConvertible {
  public var description: String {
    let counts =
      "\(runs) runs, \(kills) kills, \(executions) requests, \(acknowledged) effects acknowledged, \(repeated) repeated"
    return violations.isEmpty ? counts : "\(counts); wrong:\n" + violations.prefix(20).joined(separator: "\n")
  }
}

extension RunStore {
  /// Every run of the store, for a verdict.
  ///
  /// - Parameter expected: what the output of a run must be; `nil` when any will do.
  public func crashedRuns(
    _ expected: (RunRecord) -> JSONValue?
  ) async throws(StoreError) -> [CrashVerdict.Run] {
    var runs: [CrashVerdict.Run] = []
    for id in try await allRuns(RunQuery(oldestFirst: true)) {
      guard let record = try await run(id) else { continue }
      runs.append(
        CrashVerdict.Run(record: record, journal: try await history(of: id), expected: expected(record)))
    }
    return runs
  }
}
