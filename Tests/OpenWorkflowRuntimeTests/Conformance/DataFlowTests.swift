import JSON
import Juggler
import Testing

/// dsl.md, "Data Flow".
struct DataFlowTests {
  @Test func theWorkflowsInputIsTransformedAndPassedToTheFirstTask() async throws {
    let trial = try await perform(
      """
      input: { from: .order }
      do:
        - first: { set: { dish: '${ .dish }', input: '${ $input }' } }
      """, input: ["order": ["dish": "eggs"], "noise": 1])
    #expect(trial.output == ["dish": "eggs", "input": ["dish": "eggs"]])
  }

  @Test func theWorkflowsInputIsTheFirstTasksWithoutATransformation() async throws {
    let trial = try await perform("do: [{ first: { set: { all: '${ . }' } } }]", input: ["a": 1])
    #expect(trial.output == ["all": ["a": 1]])
  }

  @Test func aTransformationMayBeAnObject() async throws {
    let trial = try await perform(
      """
      input: { from: { dish: '${ .order.dish }', table: 4 } }
      do:
        - first: { set: '${ . }' }
      """, input: ["order": ["dish": "eggs"]])
    #expect(trial.output == ["dish": "eggs", "table": 4])
  }

  @Test func everyTransformationMayBeAnObject() async throws {
    let trial = try await perform(
      """
      do:
        - first: { set: { n: 1 }, output: { as: { m: '${ .n }', fixed: 1 } }, export: { as: { was: '${ .m }' } } }
        - second: { set: { input: '${ . }', context: '${ $context }' } }
      output: { as: { all: '${ . }' } }
      """)
    #expect(trial.output == ["all": ["input": ["m": 1, "fixed": 1], "context": ["was": 1]]])
  }

  @Test func aTasksExpressionsSeeItsTransformedInput() async throws {
    let trial = try await perform(
      """
      do:
        - first:
            input: { from: .a }
            set: { dot: '${ . }', input: '${ $input }', raw: '${ $task.input }' }
      """, input: ["a": 7])
    #expect(trial.output == ["dot": 7, "input": 7, "raw": ["a": 7]])
  }

  @Test func outputAsIsEvaluatedOnTheRawOutput() async throws {
    let trial = try await perform(
      """
      do:
        - first:
            set: { n: 20 }
            output: { as: '{ doubled: (.n * 2), input: $input, raw: $task.output }' }
      """, input: ["i": 1])
    #expect(trial.output == ["doubled": 40, "input": ["i": 1], "raw": ["n": 20]])
  }

  @Test func theTransformedOutputIsTheNextTasksRawInput() async throws {
    let trial = try await perform(
      """
      do:
        - first: { set: { n: 20 }, output: { as: .n } }
        - second: { set: { got: '${ . }' } }
      """)
    #expect(trial.output == ["got": 20])
  }

  @Test func theWorkflowsOutputIsTransformed() async throws {
    let trial = try await perform(
      """
      do:
        - first: { set: { a: 1, b: 2 } }
      output: { as: '{ sum: (.a + .b), context: $context.k }' }
      """, input: ["k": "v"])
    #expect(trial.output == ["sum": 3, "context": "v"])
  }

  @Test func theWorkflowsOutputIsTheLastTasksWithoutATransformation() async throws {
    let trial = try await perform("do: [{ a: { set: { x: 1 } } }, { b: { set: { y: 2 } } }]")
    #expect(trial.output == ["y": 2])
  }

  @Test func theContextBeginsAsTheTransformedInput() async throws {
    let trial = try await perform(
      """
      input: { from: .keep }
      do:
        - first: { set: { context: '${ $context }' } }
      """, input: ["keep": ["a": 1], "drop": 2])
    #expect(trial.output == ["context": ["a": 1]])
  }

  @Test func exportReplacesTheContext() async throws {
    let trial = try await perform(
      """
      do:
        - first: { set: { n: 1 }, export: { as: '{ from: . }' } }
        - second: { set: { context: '${ $context }', dot: '${ . }' } }
      """, input: ["start": true])
    #expect(trial.output == ["context": ["from": ["n": 1]], "dot": ["n": 1]])
  }

  @Test func exportIsEvaluatedOnTheTransformedOutput() async throws {
    let trial = try await perform(
      """
      do:
        - first:
            input: { from: .i }
            set: { n: 1 }
            output: { as: '{ m: .n }' }
            export: { as: '{ dot: ., output: $output, input: $input, raw: $task.output, before: $context }' }
        - second: { set: '${ $context }' }
      """, input: ["i": 5])
    #expect(
      trial.output == ["dot": ["m": 1], "output": ["m": 1], "input": 5, "raw": ["n": 1], "before": ["i": 5]])
  }

  @Test func theContextStaysWithoutAnExport() async throws {
    let trial = try await perform(
      """
      do:
        - first: { set: { n: 1 }, export: { as: '$context + { a: 1 }' } }
        - second: { set: { n: 2 } }
        - third: { set: '${ $context }' }
      """, input: ["start": true])
    #expect(trial.output == ["start": true, "a": 1])
  }

  @Test func aNestedTaskExportsIntoTheSameContext() async throws {
    let trial = try await perform(
      """
      do:
        - outer:
            do:
              - inner: { set: { n: 1 }, export: { as: '$context + { inner: true }' } }
            export: { as: '$context + { outer: true }' }
        - last: { set: '${ $context }' }
      """)
    #expect(trial.output == ["inner": true, "outer": true])
  }

  @Test func anOutputMayBeAnyValue() async throws {
    for (text, value) in [("7", 7), ("null", .null), ("[1,\"a\"]", [1, "a"]), ("\"t\"", "t"), ("false", false)]
      as [(String, JSONValue)]
    {
      let trial = try await perform("do: [{ a: { set: { x: 1 }, output: { as: '\(text)' } } }]")
      #expect(trial.output == value)
    }
  }

  @Test func numbersKeepTheirExactValue() async throws {
    let trial = try await perform(
      "do: [{ a: { set: { big: 9007199254740993, same: '${ .n }' } } }]", input: ["n": 9_223_372_036_854_775_807])
    #expect(trial.output == ["big": 9_007_199_254_740_993, "same": 9_223_372_036_854_775_807])
  }

  /// Input data is never evaluated, whatever it looks like.
  @Test func expressionsInDataAreText() async throws {
    let trial = try await perform(
      "do: [{ a: { set: { got: '${ .text }', spliced: 'x ${ .text } y' } } }]", input: ["text": "${ $workflow.id }"])
    #expect(trial.output == ["got": "${ $workflow.id }", "spliced": "x ${ $workflow.id } y"])
  }
}
