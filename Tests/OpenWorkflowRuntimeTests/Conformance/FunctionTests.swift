import JSON
import Juggler
import OpenWorkflowRuntime
import Testing

/// dsl-reference.md, "Use" and "Call": functions of the workflow.
struct FunctionTests {
  @Test func theArgumentsAreTheFunctionsInput() async throws {
    let trial = try await perform(
      """
      use:
        functions:
          greet: { set: { text: '${ "Hello " + .name }', input: '${ $input }' } }
      do:
        - a: { call: greet, with: { name: '${ .who }' } }
      """, input: ["who": "Ada"])
    #expect(trial.output == ["text": "Hello Ada", "input": ["name": "Ada"]])
  }

  @Test func aFunctionsOutputIsTheTasksRawOutput() async throws {
    let trial = try await perform(
      """
      use:
        functions:
          double: { set: { n: '${ .n * 2 }' }, output: { as: .n } }
      do:
        - a: { call: double, with: { n: 21 }, output: { as: '{ result: ., input: $input }' } }
      """, input: ["i": 1])
    #expect(trial.output == ["result": 42, "input": ["i": 1]])
  }

  @Test func aFunctionMayCallAFunction() async throws {
    let trial = try await perform(
      """
      use:
        functions:
          add: { set: '${ .a + .b }' }
          double: { call: add, with: { a: '${ .n }', b: '${ .n }' } }
      do:
        - a: { call: double, with: { n: 21 } }
      """)
    #expect(trial.output == 42)
  }

  @Test func aFunctionMayBeAListOfTasks() async throws {
    let trial = try await perform(
      """
      use:
        functions:
          count:
            do:
              - a: { set: { n: '${ .n + 1 }' } }
              - b: { set: { n: '${ .n + 1 }' }, then: exit }
              - c: { set: { wrong: true } }
      do:
        - first: { call: count, with: { n: 0 } }
        - second: { call: count, with: { n: '${ .n }' } }
      """)
    #expect(trial.output == ["n": 4])
  }

  /// Where the author looks first: the task that calls.
  @Test func anErrorNamesTheTaskThatCalls() async throws {
    let trial = try await perform(
      """
      use:
        functions:
          fail: { raise: { error: { type: 'https://e.com/e', status: 400 } } }
      do:
        - outer: { do: [{ a: { call: fail } }] }
      """)
    #expect(trial.fault.instance == "/do/0/outer/do/0/a")
  }

  @Test func twoCallsOfOneFunctionAreTwoEffects() async throws {
    let trial = try await perform(
      """
      use:
        functions:
          get: { call: http, with: { method: get, endpoint: 'http://s/{path}' } }
      do:
        - a: { call: get, with: { path: one } }
        - b: { call: get, with: { path: two } }
        - both: { fork: { branches: [{ c: { call: get, with: { path: three } } }, { d: { call: get, with: { path: four } } }] } }
      """)
    #expect(trial.paths.sorted() == ["/four", "/one", "/three", "/two"])
    #expect(Set(trial.http.map(\.context.step)).count == 4)
  }

  @Test func aFunctionDoesNotSeeTheVariablesAroundTheCall() {
    let found = problems(
      """
      use: { functions: { look: { set: { item: '${ $item }' } } } }
      do:
        - loop: { for: { in: '[1]' }, do: [{ a: { call: look } }] }
      """)
    #expect(found.first?.contains("$item is not defined") == true)
  }

  @Test func anUnknownFunctionIsRefused() {
    #expect(problems("do: [{ a: { call: nobody } }]").first?.contains("nobody") == true)
  }

  /// Without an end they would; with one, a loop says it better.
  @Test(arguments: [
    "{ f: { call: f } }", "{ f: { call: g }, g: { call: f } }",
    "{ f: { do: [{ more: { if: .n < 2, call: f, with: { n: '${ .n + 1 }' } } }] } }",
  ])
  func functionsThatCallThemselvesAreRefused(_ functions: String) {
    let found = problems("use: { functions: \(functions) }\ndo: [{ a: { call: f, with: { n: 0 } } }]")
    #expect(found.first?.contains("'f'") == true)
  }
}
