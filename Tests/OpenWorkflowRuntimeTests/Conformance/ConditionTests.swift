import JSON
import Juggler
import Testing

/// dsl-reference.md, "Task": the member `if`.
struct ConditionTests {
  @Test func aTaskRunsWhenItsConditionHolds() async throws {
    let trial = try await perform("do: [{ a: { if: .go, set: { ran: true } } }]", input: ["go": true])
    #expect(trial.output == ["ran": true])
    #expect(trial.skipped == [])
  }

  @Test func theRawInputOfASkippedTaskIsItsOutput() async throws {
    let trial = try await perform(
      """
      do:
        - a:
            if: .go
            input: { from: .nested }
            set: { ran: true }
            output: { as: '{ transformed: true }' }
            export: { as: '{ exported: true }' }
        - b: { set: { got: '${ . }', context: '${ $context }' } }
      """, input: ["go": false, "nested": 1])
    #expect(trial.output == ["got": ["go": false, "nested": 1], "context": ["go": false, "nested": 1]])
    #expect(trial.skipped == ["a"])
    #expect(trial.started == ["b"])
  }

  @Test func theDirectiveOfASkippedTaskIsIgnored() async throws {
    let trial = try await perform(
      """
      do:
        - a: { if: 'false', set: { a: 1 }, then: end }
        - b: { set: { b: 1 } }
      """)
    #expect(trial.output == ["b": 1])
  }

  @Test func isAnExpressionWithAndWithoutBraces() async throws {
    for condition in [".n == 1", "${ .n == 1 }"] {
      let trial = try await perform("do: [{ a: { if: '\(condition)', set: { ran: true } } }]", input: ["n": 1])
      #expect(trial.output == ["ran": true])
    }
  }

  @Test func seesTheRawInputTheContextAndTheTask() async throws {
    let trial = try await perform(
      """
      do:
        - a:
            if: '.n == 1 and $context.n == 1 and $task.name == "a" and $workflow.input.n == 1'
            input: { from: '{ n: 2 }' }
            set: { ran: true }
      """, input: ["n": 1])
    #expect(trial.output == ["ran": true])
  }

  @Test func aConditionThatFailsIsAnErrorOfTheTask() async throws {
    let trial = try await perform("do: [{ a: { if: '.n | error(\"no\")', set: { x: 1 } } }]")
    #expect(trial.fault.isStandard(.expression))
    #expect(trial.fault.instance == "/do/0/a")
  }
}
