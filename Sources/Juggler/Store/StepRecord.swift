/// A step that ended, as its run's journal tells it.
public struct StepRecord: Sendable {
  public var id: StepID
  public var outcome: StepOutcome
  public var startedAt: Timestamp
  public var endedAt: Timestamp

  /// `nil` for an entry that is not the end of a step.
  public init?(_ entry: JournalEntry) {
    guard case .stepEnded(let id, let outcome) = entry.kind else { return nil }
    self.id = id
    self.outcome = outcome
    startedAt = entry.since ?? entry.at
    endedAt = entry.at
  }
}
