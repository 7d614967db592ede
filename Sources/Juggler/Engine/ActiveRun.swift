import JSON

/// A run that this engine drives now.
final class ActiveRun: Sendable {
  let id: RunID
  let workflow: WorkflowReference
  let startedAt: Timestamp
  let engine: Engine
  /// What the journal held when the run was loaded; steps since then are not looked up again.
  private let recorded: RecordedSteps?

  init(id: RunID, workflow: WorkflowReference, startedAt: Timestamp, engine: Engine, recorded: RecordedSteps?) {
    self.id = id
    self.workflow = workflow
    self.startedAt = startedAt
    self.engine = engine
    self.recorded = recorded
  }

  @inline(never)
  func recordedOutcome(of step: StepID) -> StepOutcome? { recorded?.outcomes[step] }

  func recordedTimer(of step: StepID) -> Timestamp? { recorded?.timers[step] }

  @inline(never)
  func append(_ kind: JournalEntry.Kind, at time: Timestamp? = nil) async throws {
    try await engine.journal.append(JournalEntry(run: id, at: time ?? engine.time.now, kind: kind))
  }
}

/// The steps of a journal, by their names.
struct RecordedSteps: Sendable {
  private(set) var outcomes: [StepID: StepOutcome] = [:]
  private(set) var timers: [StepID: Timestamp] = [:]

  init(_ journal: [JournalEntry]) {
    for entry in journal {
      switch entry.kind {
      case .stepEnded(let id, let outcome): outcomes[id] = outcome
      case .timerSet(let id, let wakesAt): timers[id] = wakesAt
      case .runStarted, .runEnded, .childStarted, .signalReceived, .moved, .halted, .retried: break
      }
    }
  }
}
