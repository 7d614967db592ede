import JSON
import Juggler
import Testing

/// dsl-reference.md, "Try" and "Catch".
struct TryTests {
  /// A task that raises an error, and a `catch` for it; the output says whether it was caught.
  func attempt(_ error: String, _ handler: String) -> String {
    """
    do:
      - attempt:
          try: [{ bad: { raise: { error: \(error) } } }]
          catch: \(handler)
    """
  }

  let error =
    "{ type: 'https://open-workflow-specification.org/spec/1.0.0/errors/communication', status: 503, title: Down, detail: for tea }"
  let caught = "do: [{ c: { set: { caught: true } } }]"

  func catches(_ filter: String, _ input: JSONValue = [:]) async throws -> Bool {
    let trial = try await perform(attempt(error, "{ \(filter), \(caught) }"), input: input)
    if case .completed(let output) = trial.outcome { return output == ["caught": true] }
    #expect(trial.fault.status == 503)
    return false
  }

  @Test func withoutAnErrorItsOutputIsThatOfItsTasks() async throws {
    let trial = try await perform(
      "do: [{ t: { try: [{ a: { set: { x: 1 } } }, { b: { set: { y: '${ .x }' } } }], catch: {} } }]")
    #expect(trial.output == ["y": 1])
  }

  @Test func withoutAFilterEveryErrorIsCaught() async throws {
    #expect(try await catches("as: e"))
  }

  @Test(arguments: [
    "status: 503", "title: Down", "detail: for tea", "instance: /do/0/attempt/try/0/bad",
    "type: 'https://open-workflow-specification.org/spec/1.0.0/errors/communication'",
    "status: 503, title: Down, detail: for tea",
  ])
  func anErrorThatEqualsEveryValueOfTheFilterIsCaught(_ filter: String) async throws {
    #expect(try await catches("errors: { with: { \(filter) } }"))
  }

  @Test(arguments: [
    "status: 500", "title: Up", "detail: for coffee", "instance: /do/0/attempt",
    "type: 'https://open-workflow-specification.org/spec/1.0.0/errors/runtime'", "type: 'https://e.com/communication'",
    "status: 503, title: Up",
  ])
  func anErrorThatDiffersInOneValueIsNot(_ filter: String) async throws {
    #expect(try await !catches("errors: { with: { \(filter) } }"))
  }

  @Test(arguments: [
    "https://serverlessworkflow.io/spec/1.0.0/errors/", "https://serverlessworkflow.io/dsl/errors/types/",
    "https://open-workflow-specification.org/spec/1.0.0/errors/",
    "https://open-workflow-specification.org/dsl/errors/types/",
  ])
  func theStandardTypesAreEqualInEverySpelling(_ base: String) async throws {
    #expect(try await catches("errors: { with: { type: '\(base)communication' } }"))
    #expect(try await !catches("errors: { with: { type: '\(base)runtime' } }"))
    // And the other way round: raised in that spelling, caught in ours.
    let trial = try await perform(
      attempt(
        "{ type: '\(base)timeout', status: 408 }",
        "{ errors: { with: { type: 'https://open-workflow-specification.org/spec/1.0.0/errors/timeout' } }, \(caught) }"
      ))
    #expect(trial.output == ["caught": true])
  }

  @Test func theErrorIsTheVariableThatAsNames() async throws {
    for (name, handler) in [
      ("error", "{ do: [{ c: { set: '${ $error }' } }] }"), ("e", "{ as: e, do: [{ c: { set: '${ $e }' } }] }"),
    ] {
      let trial = try await perform(attempt(error, handler))
      #expect(
        trial.output == [
          "type": "https://open-workflow-specification.org/spec/1.0.0/errors/communication", "status": 503,
          "title": "Down", "detail": "for tea", "instance": "/do/0/attempt/try/0/bad",
        ], "\(name)")
    }
  }

  @Test(arguments: [
    (".status == 503", true), ("${ .status == 503 }", true), ("$error.status == 503", true), (".status == 1", false),
    ("$input.go", true), ("$context.go", true), ("null", false),
  ])
  func whenDecidesWhetherTheErrorIsCaught(_ condition: String, _ expected: Bool) async throws {
    #expect(try await catches("when: '\(condition)'", ["go": true]) == expected)
  }

  @Test(arguments: [(".status == 503", false), ("$error.status == 1", true), ("$input.go", false)])
  func exceptWhenDecidesWhetherItIsNot(_ condition: String, _ expected: Bool) async throws {
    #expect(try await catches("exceptWhen: '\(condition)'", ["go": true]) == expected)
  }

  @Test func conditionsSeeTheErrorUnderItsName() async throws {
    #expect(try await catches("as: problem, when: '$problem.title == \"Down\"'"))
  }

  @Test func withoutDoTheInputOfTheTryIsItsOutput() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            input: { from: .inner }
            try:
              - a: { set: { changed: true } }
              - bad: { raise: { error: { type: 'https://e.com/e', status: 400 } } }
            catch: {}
      """, input: ["inner": ["n": 1]])
    #expect(trial.output == ["n": 1])
  }

  @Test func theHandlersInputIsThatOfTheTry() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            try:
              - a: { set: { changed: true } }
              - bad: { raise: { error: { type: 'https://e.com/e', status: 400 } } }
            catch: { do: [{ c: { set: { got: '${ . }', input: '${ $input }' } } }] }
      """, input: ["n": 1])
    #expect(trial.output == ["got": ["n": 1], "input": ["n": 1]])
  }

  @Test func whatTheFailedTasksExportedIsForgotten() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            try:
              - a: { set: { x: 1 }, export: { as: '{ exported: true }' } }
              - bad: { raise: { error: { type: 'https://e.com/e', status: 400 } } }
            catch: {}
        - last: { set: '${ $context }' }
      """, input: ["start": 1])
    #expect(trial.output == ["start": 1])
  }

  @Test func thenOfTheHandlerDecidesWhereToGo() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            try: [{ bad: { raise: { error: { type: 'https://e.com/e', status: 400 } } } }]
            catch: { then: c }
        - b: { set: { wrong: true } }
        - c: { set: { c: '${ . }' } }
      """, input: ["n": 1])
    #expect(trial.output == ["c": ["n": 1]])
  }

  @Test func anErrorOfTheHandlerIsNotCaughtByIt() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            try: [{ bad: { raise: { error: { type: 'https://e.com/one', status: 400 } } } }]
            catch: { do: [{ worse: { raise: { error: { type: 'https://e.com/two', status: 401 } } } }] }
      """)
    #expect(trial.fault.type == "https://e.com/two")
    #expect(trial.fault.instance == "/do/0/attempt/catch/do/0/worse")
  }

  @Test func anErrorOfADeepTaskKeepsItsInstance() async throws {
    let trial = try await perform(
      """
      do:
        - outer:
            try:
              - first: { set: { x: 1 } }
              - inner:
                  do: [{ list: { for: { in: '[1]' }, do: [{ bad: { raise: { error: { type: 'https://e.com/e', status: 400 } } } }] } }]
            catch: { do: [{ c: { set: { at: '${ $error.instance }' } } }] }
      """)
    #expect(trial.output == ["at": "/do/0/outer/try/1/inner/do/0/list/do/0/bad"])
  }

  @Test func theInstanceEscapesNamesAsRFC6901Says() async throws {
    let trial = try await perform(
      "do: [{ 'get/pet~now': { raise: { error: { type: 'https://e.com/e', status: 400 } } } }]")
    #expect(trial.fault.instance == "/do/0/get~1pet~0now")
  }

  @Test func theInnermostTryThatCatchesIsTheOne() async throws {
    let trial = try await perform(
      """
      do:
        - outer:
            try:
              - inner:
                  try: [{ bad: { raise: { error: { type: 'https://e.com/e', status: 400 } } } }]
                  catch: { errors: { with: { status: 500 } }, do: [{ c: { set: { by: inner } } }] }
            catch: { do: [{ c: { set: { by: outer } } }] }
      """)
    #expect(trial.output == ["by": "outer"])
  }

  @Test func aFaultOfAServiceIsCaughtAsOneThatIsRaised() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            try: [{ get: { call: http, with: { method: get, endpoint: 'http://s/fail/404' } } }]
            catch:
              errors: { with: { status: 404 } }
              do: [{ c: { set: { at: '${ $error.instance }', type: '${ $error.type }' } } }]
      """)
    #expect(
      trial.output == [
        "at": "/do/0/attempt/try/0/get",
        "type": "https://open-workflow-specification.org/spec/1.0.0/errors/communication",
      ])
  }
}
