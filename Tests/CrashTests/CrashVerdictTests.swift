import JSON
import Juggler
import JugglerTesting
import Testing

/// Records that are made up, and what is to be found in them.
struct CrashVerdictTests {
  private static let id = RunID()
  private let pay = CrashRecord.Effect(run: id, name: "pay")

  private func run(
    _ status: RunStatus = .completed, output: JSONValue = 42, steps: [String] = ["pay"]
  ) -> CrashVerdict.Run {
    let reference = WorkflowReference(namespace: "test", name: "order", version: "1.0.0")
    return CrashVerdict.Run(
      record: RunRecord(
        id: Self.id, workflow: reference, digest: "", status: status, input: .null, output: output, createdAt: .now),
      journal: steps.map { name in
        JournalEntry(run: Self.id, at: .now, kind: .stepEnded(StepID(task: "effect:\(name)"), .completed(1)))
      },
      expected: 42)
  }

  private func violations(_ events: [CrashRecord.Event], _ run: CrashVerdict.Run? = nil) -> [String] {
    CrashVerdict(CrashRecord(events), [run ?? self.run()]).violations
  }

  @Test func isContentWithWhatWasRepeatedInFlight() {
    let verdict = CrashVerdict(
      CrashRecord([
        .performed(pay, process: 1, attempt: 1), .killed(process: 1), .performed(pay, process: 2, attempt: 1),
        .performed(pay, process: 2, attempt: 2), .acknowledged(pay, process: 2), .exited(process: 2),
      ]), [run()])
    #expect(verdict.violations == [])
    #expect(verdict.kills == 1)
    #expect(verdict.executions == 3)
    #expect(verdict.repeated == 1)
    #expect(verdict.acknowledged == 1)
  }

  @Test func isContentWithAKillBetweenTheCommitAndItsAcknowledgement() {
    let events: [CrashRecord.Event] = [
      .performed(pay, process: 1, attempt: 1), .killed(process: 1), .journaled(pay), .exited(process: 2),
    ]
    #expect(violations(events) == [])
  }

  @Test func isContentWithARequestThatIsReadAfterItsProcessWasKilled() {
    let late: [CrashRecord.Event] = [
      .killed(process: 1), .performed(pay, process: 2, attempt: 1), .acknowledged(pay, process: 2),
      .performed(pay, process: 1, attempt: 1), .exited(process: 2),
    ]
    #expect(violations(late) == [])
    #expect(violations([.killed(process: 1), .journaled(pay), .performed(pay, process: 1, attempt: 1)]) == [])
  }

  @Test func findsARepetitionByAProcessThatWasKilledAfterwards() {
    let repeated: [CrashRecord.Event] = [
      .performed(pay, process: 1, attempt: 1), .acknowledged(pay, process: 1), .killed(process: 1),
      .killed(process: 2), .performed(pay, process: 2, attempt: 1),
    ]
    #expect(!violations(repeated).isEmpty)
    #expect(
      !violations([
        .performed(pay, process: 1, attempt: 1), .killed(process: 1), .journaled(pay), .killed(process: 2),
        .performed(pay, process: 2, attempt: 1),
      ]).isEmpty)
  }

  @Test func findsARepetitionOfWhatWasAcknowledged() throws {
    let found = violations([
      .performed(pay, process: 1, attempt: 1), .acknowledged(pay, process: 1), .killed(process: 1),
      .performed(pay, process: 2, attempt: 1),
    ])
    #expect(found.contains { $0.contains("was acknowledged to process 1, and performed again by process 2") })
    #expect(found.contains { $0.contains("was not in flight at a kill") })
  }

  @Test func findsARepetitionOfWhatWasInTheJournal() {
    let found = violations([
      .performed(pay, process: 1, attempt: 1), .killed(process: 1), .journaled(pay),
      .performed(pay, process: 2, attempt: 1),
    ])
    #expect(found.count == 1)
    #expect(found[0].contains("was in the journal, and was performed again by process 2"))
  }

  @Test func findsARepetitionWithoutAKill() {
    let twice = violations([.performed(pay, process: 1, attempt: 1), .performed(pay, process: 1, attempt: 1)])
    #expect(twice.contains { $0.contains("was performed twice by process 1") })
    let both = violations([.performed(pay, process: 1, attempt: 1), .performed(pay, process: 2, attempt: 1)])
    #expect(both.contains { $0.contains("by the processes 1 and 2, and was not in flight at a kill") })
  }

  @Test func findsWhatWasNeverPerformed() {
    #expect(violations([]).contains { $0.contains("is in the journal, and was never performed") })
    #expect(violations([.acknowledged(pay, process: 1)]).contains { $0.contains("acknowledged, and never performed") })
  }

  @Test func findsWhatTheJournalLost() {
    let events: [CrashRecord.Event] = [.performed(pay, process: 1, attempt: 1), .acknowledged(pay, process: 1)]
    #expect(violations(events, run(steps: [])).contains { $0.contains("is not in the journal") })
  }

  @Test func findsAWrongEndAndAStepThatEndedTwice() {
    let events: [CrashRecord.Event] = [.performed(pay, process: 1, attempt: 1), .acknowledged(pay, process: 1)]
    #expect(violations(events, run(output: 41)) == ["the output of run \(Self.id) is 41, not 42"])
    #expect(violations(events, run(.running))[0].contains("is running, not completed"))
    #expect(violations(events, run(steps: ["pay", "pay"])) == ["step 'effect:pay' of run \(Self.id) ended twice"])
  }
}
