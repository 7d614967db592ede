import JSON
import Juggler
import JugglerTesting
import OpenWorkflow
import OpenWorkflowRuntime
import Testing

/// Any nesting of tasks survives a crash at any append.
struct RandomCrashTests {
  @Test(arguments: 0..<30) func comesToTheSameEnd(_ seed: UInt64) async throws {
    var maker = RandomDocument(seed: seed)
    let text = maker.make().serialized()
    let definition = try definition(document: text)
    let undisturbed = try await VirtualTime.run { time in await World(time).execute(definition, input: ["n": 1]) }
    if case .cancelled = undisturbed.outcome { Issue.record("expected an end, found \(undisturbed.outcome)") }

    var generator = SeededGenerator(seed: seed)
    let entries = (1...undisturbed.journal.count).shuffled(using: &generator).prefix(8)
    for entry in entries {
      let moment = entry % 2 == 0 ? FaultingStore.Moment.beforeCommit : .afterCommit
      try await VirtualTime.run { time in
        let world = World(time)
        let run = RunID(at: trialStart)
        let failing = FaultingStore(world.store, crashingAt: entry, moment)
        await #expect(throws: StoreError.self) {
          try await world.engine(failing).execute(world.workflow(definition), input: ["n": 1], id: run)
        }
        guard !world.store.journal(of: run).isEmpty else { return }
        let durable = world.store.journal(of: run).completedSteps
        let calls = world.http.calls.count
        let outcome: RunOutcome
        do {
          outcome = .completed(try await world.engine(world.store).resume(run, as: world.workflow(definition)))
        } catch let fault as Fault {
          outcome = .faulted(fault)
        }
        #expect(outcome == undisturbed.outcome, "crash at entry \(entry)")
        #expect(durable.isDisjoint(with: world.http.calls.dropFirst(calls).map(\.context.step.description)))
        let steps = world.store.journal(of: run).completedSteps
        #expect(steps.symmetricDifference(undisturbed.journal.completedSteps).isEmpty, "crash at entry \(entry)")
      }
    }
  }

  @Test func theDocumentsAreNoTrifles() async throws {
    var appends = 0
    for seed in 0..<30 as Range<UInt64> {
      var maker = RandomDocument(seed: seed)
      let definition = try definition(document: maker.make().serialized())
      appends += try await VirtualTime.run { time in
        await World(time).execute(definition, input: ["n": 1]).journal.count
      }
    }
    #expect(appends > 500)
  }
}
