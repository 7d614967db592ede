import JSON
import Juggler
import Testing

/// What those who watch a run hear of its tasks.
struct EventTests {
  func lines(_ trial: Trial) -> [String] {
    trial.events.map { "\($0.task?.name ?? "run") \($0.kind)" }
  }

  @Test func everyTaskBeginsAndEnds() async throws {
    let trial = try await perform(
      "do: [{ o: { do: [{ a: { set: { x: 1 } } }, { b: { if: 'false', set: { x: 2 } } }] } }]")
    #expect(
      lines(trial) == [
        "run started", "o started", "a started", "a completed", "b skipped", "o completed", "run completed",
      ])
    #expect(
      trial.events.compactMap { $0.task?.reference } == [
        "/do/0/o", "/do/0/o/do/0/a", "/do/0/o/do/0/a", "/do/0/o/do/1/b", "/do/0/o",
      ])
  }

  @Test func aFaultIsHeardAtEveryLevelItPasses() async throws {
    let trial = try await perform(
      "do: [{ o: { do: [{ a: { raise: { error: { type: 'https://e.com/e', status: 400 } } } }] } }]")
    #expect(lines(trial) == ["run started", "o started", "a started", "a faulted", "o faulted", "run faulted"])
    #expect(trial.events.compactMap(\.fault).map(\.instance) == ["/do/0/o/do/0/a", "/do/0/o/do/0/a", "/do/0/o/do/0/a"])
  }

  @Test func aCaughtFaultEndsAtItsTry() async throws {
    let trial = try await perform(
      "do: [{ t: { try: [{ a: { raise: { error: { type: 'https://e.com/e', status: 400 } } } }], catch: { do: [{ c: { set: { x: 1 } } }] } } }]"
    )
    #expect(
      lines(trial) == [
        "run started", "t started", "a started", "a faulted", "c started", "c completed", "t completed",
        "run completed",
      ])
  }

  @Test func tasksOfLoopsKnowTheirRounds() async throws {
    let trial = try await perform(
      "do: [{ l: { for: { in: '[1,2]' }, do: [{ m: { for: { in: '[1,2]' }, do: [{ a: { set: { x: 1 } } }] } }] } }]")
    let rounds = trial.events.filter { $0.task?.name == "a" && $0.kind == .started }.map { $0.task?.scope.iterations }
    #expect(rounds == [[0, 0], [0, 1], [1, 0], [1, 1]])
  }

  @Test func timesAreThoseOfTheRun() async throws {
    let trial = try await perform("do: [{ a: { wait: PT2S } }, { b: { wait: PT3S } }]")
    #expect(trial.events.map { $0.at - trialStart } == [0, 0, 2, 2, 5, 5].map { .seconds($0) })
  }

  @Test(
    arguments: [
      ("do: [{ n: { set: { x: 1 } } }]", .composite), ("fork: { branches: [] }", .composite),
      ("for: { in: '[]' }, do: [{ n: { set: { x: 1 } } }]", .composite),
      ("try: [{ n: { set: { x: 1 } } }], catch: {}", .composite), ("wait: PT1S", .sleeping),
      ("call: http, with: { method: get, endpoint: 'http://s/x' }", .waiting), ("set: { x: 1 }", .computing),
      ("run: { shell: { command: ls } }", .computing), ("run: { script: { language: python, code: x } }", .computing),
    ] as [(String, RunEvent.Activity)])
  func aTaskSaysWhatItSpendsItsTimeOn(_ task: String, _ activity: RunEvent.Activity) async throws {
    let trial = try await perform("do: [{ a: { \(task) } }]")
    #expect(trial.events.filter { $0.task?.name == "a" }.map(\.activity) == [activity, activity])
  }

  @Test func ofAFunctionTheyHearAsTheCall() async throws {
    let trial = try await perform("use: { functions: { f: { set: { x: 1 } } } }\ndo: [{ a: { call: f } }]")
    #expect(lines(trial) == ["run started", "a started", "a completed", "run completed"])
  }
}
