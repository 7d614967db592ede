import JSON
import Juggler
import Testing

/// dsl.md, "Runtime Expressions".
struct ExpressionTests {
  func value(_ text: String, _ input: JSONValue = ["a": 1, "s": "text", "n": nil]) async throws -> JSONValue {
    try await perform("do: [{ a: { set: { v: \(text) } } }]", input: input).output["v"] ?? .null
  }

  @Test func aWholeTextInBracesIsItsValue() async throws {
    #expect(try await value("'${ .a }'") == 1)
    #expect(try await value("'${ . }'") == ["a": 1, "s": "text", "n": nil])
    #expect(try await value("'${.a+1}'") == 2)
  }

  @Test func textWithoutBracesIsText() async throws {
    #expect(try await value("'.a'") == ".a")
    #expect(try await value("'$context'") == "$context")
  }

  @Test func withinLongerTextTheValueIsSpliced() async throws {
    #expect(try await value("'n=${ .a } s=${ .s }'") == "n=1 s=text")
    #expect(try await value("'[${ .n }]'") == "[]")
    #expect(try await value("'${ .a }${ .a }'") == "11")
    #expect(try await value("'o: ${ {b: [1]} }'") == #"o: {"b":[1]}"#)
  }

  @Test func bracesWithinAnExpressionAreItsOwn() async throws {
    #expect(try await value("'${ {b: {c: 1}} | .b.c }'") == 1)
    #expect(try await value(#"'${ "}" + .s }'"#) == "}text")
    #expect(try await value(#"'${ "a\(.a)}" }'"#) == "a1}")
  }

  @Test func expressionsStandAnywhereInObjectsAndArrays() async throws {
    #expect(try await value("[ '${ .a }', { k: ['${ .s }'] } ]") == [1, ["k": ["text"]]])
  }

  @Test func noResultIsNullAndSeveralAreAnArray() async throws {
    #expect(try await value("'${ empty }'") == nil)
    #expect(try await value("'${ 1, 2 }'") == [1, 2])
  }

  @Test func anErrorNamesTaskExpressionAndValue() async throws {
    let trial = try await perform("do: [{ cook: { set: { v: '${ .a | .b.c }' } } }]", input: ["a": 17])
    #expect(trial.fault.isStandard(.expression))
    #expect(trial.fault.instance == "/do/0/cook")
    let detail = try #require(trial.fault.detail)
    for part in ["cook", ".a | .b.c", #"{"a":17}"#] { #expect(detail.contains(part), "\(detail)") }
  }

  @Test func anErrorOfAnExpressionIsCaughtLikeAnyOther() async throws {
    let trial = try await perform(
      """
      do:
        - t:
            try: [{ bad: { set: { v: '${ error("no") }' } } }]
            catch: { errors: { with: { type: 'https://serverlessworkflow.io/spec/1.0.0/errors/expression', status: 400 } }, do: [{ c: { set: { at: '${ $error.instance }' } } }] }
      """)
    #expect(trial.output == ["at": "/do/0/t/try/0/bad"])
  }

  @Test func aBrokenExpressionIsRefusedBeforeAnythingRuns() {
    #expect(problems("do: [{ a: { set: { v: '${ .a | }' } } }]").count == 1)
    #expect(problems("do: [{ a: { if: '.a ==', set: { v: 1 } } }]").count == 1)
  }

  /// They depend on input and journal only, so that a replay comes to the same.
  @Test func expressionsSeeNothingOfTheProcess() async throws {
    let trial = try await perform("do: [{ a: { set: { v: '${ now }' } } }]")
    #expect(trial.fault.isStandard(.expression))
    #expect(try await value("'${ env }'") == [:])
  }

  /// An expression that computes long leaves the thread, and gives the same.
  @Test func anExpensiveExpressionGivesItsValue() async throws {
    #expect(try await value("'${ [range(100000)] | add }'") == 4_999_950_000)
  }

  @Test func theWorkflowIsDescribed() async throws {
    let trial = try await perform(
      """
      input: { from: .inner }
      do:
        - a:
            set:
              id: '${ $workflow.id }'
              input: '${ $workflow.input }'
              name: '${ $workflow.definition.document.name }'
              start: '${ $workflow.startedAt }'
      """, input: ["inner": 1])
    #expect(
      trial.output == [
        "id": .string(trial.run.description), "input": ["inner": 1], "name": "trial",
        "start": [
          "iso8601": "2023-11-14T22:13:20.000Z",
          "epoch": ["seconds": 1_700_000_000, "milliseconds": 1_700_000_000_000],
        ],
      ])
  }

  @Test func theTaskIsDescribed() async throws {
    let trial = try await perform(
      """
      do:
        - w: { wait: PT1.5S }
        - outer:
            do:
              - a:
                  input: { from: .i }
                  set: { d: '${ $task | { name, reference, input, startedAt, definition: .definition.set.mark } }', mark: here }
      """, input: ["i": 1])
    #expect(
      trial.output["d"] == [
        "name": "a", "reference": "/do/1/outer/do/0/a", "input": ["i": 1],
        "startedAt": [
          "iso8601": "2023-11-14T22:13:21.500Z",
          "epoch": ["seconds": 1_700_000_001, "milliseconds": 1_700_000_001_500],
        ],
        "definition": "here",
      ])
  }

  @Test func theRuntimeIsDescribed() async throws {
    let trial = try await perform("do: [{ a: { set: { v: '${ $runtime }' } } }]")
    #expect(trial.output["v"]?["name"] == "Juggler")
    #expect(trial.output["v"]?["version"]?.stringValue?.isEmpty == false)
    #expect(trial.output["v"]?["metadata"]?.objectValue != nil)
  }

  @Test func theAuthorizationIsDescribed() async throws {
    let trial = try await perform(
      """
      do:
        - a:
            call: http
            with: { method: get, endpoint: { uri: 'http://s/x', authentication: { basic: { username: '${ .u }', password: open sesame } } } }
            output: { as: $authorization }
            export: { as: $authorization }
        - b: { set: { kept: '${ $context }', gone: '${ $authorization }' } }
      """, input: ["u": "Aladdin"])
    // The example of RFC 7617, section 2.
    let expected: JSONValue = ["scheme": "Basic", "parameter": "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]
    #expect(trial.output == ["kept": expected, "gone": nil])
  }
}

/// `evaluate: { mode: loose }`.
struct LooseExpressionTests {
  func value(_ text: String, _ input: JSONValue = ["a": 1]) async throws -> JSONValue {
    try await perform("evaluate: { mode: loose }\ndo: [{ a: { set: { v: \(text) } } }]", input: input).output["v"]
      ?? .null
  }

  @Test func anyTextThatIsAnExpressionIsEvaluated() async throws {
    #expect(try await value("'.a + 1'") == 2)
    #expect(try await value("'${ .a + 1 }'") == 2)
  }

  @Test func textThatFailsToEvaluateStandsForItself() async throws {
    #expect(try await value("'hello there, world!'") == "hello there, world!")
    #expect(try await value("'.a | error'") == ".a | error")
  }
}
