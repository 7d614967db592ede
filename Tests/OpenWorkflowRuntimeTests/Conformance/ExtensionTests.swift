import JSON
import Juggler
import Testing

/// dsl-reference.md, "Extension".
struct ExtensionTests {
  @Test func beforeAndAfterRunAroundTheTask() async throws {
    let trial = try await perform(
      """
      use:
        extensions:
          - logging:
              extend: all
              before: [{ log: { call: http, with: { method: post, endpoint: 'http://log/before', body: '${ $task.reference }' } } }]
              after: [{ log: { call: http, with: { method: post, endpoint: 'http://log/after', body: '${ $task.reference }' } } }]
      do:
        - a: { set: { a: '${ .i }' } }
        - b: { set: { b: '${ .a }' } }
      """, input: ["i": 1])
    #expect(trial.output == ["b": 1])
    #expect(trial.paths == ["/before", "/after", "/before", "/after"])
    #expect(trial.http.map { $0.arguments["body"] } == ["/do/0/a", "/do/0/a", "/do/1/b", "/do/1/b"])
  }

  @Test(
    arguments: [
      ("set", ["a"]), ("wait", ["w"]), ("composite", ["d", "k"]), ("call", ["c"]), ("switch", ["s"]), ("for", ["f"]),
      ("try", ["t"]), ("emit", ["e"]), ("run", ["r"]),
      ("all", ["a", "w", "d", "in", "c", "s", "f", "k", "t", "e", "r"]),
    ] as [(String, [String])])
  func onlyTasksOfTheKindAreExtended(_ kind: String, _ expected: [String]) async throws {
    let trial = try await perform(
      """
      use:
        extensions:
          - logging:
              extend: \(kind)
              before: [{ log: { call: http, with: { method: post, endpoint: 'http://log/x', body: '${ $task.name }' } } }]
      do:
        - a: { set: { a: 1 } }
        - w: { wait: PT1S }
        - d: { do: [{ in: { wait: PT0S, if: '"\(kind)" == "all"' } }] }
        - c: { call: http, with: { method: get, endpoint: 'http://s/x' } }
        - s: { switch: [{ x: { when: 'false', then: end } }] }
        - f: { for: { in: '[]' }, do: [{ n: { set: { x: 1 } } }] }
        - k: { fork: { branches: [] } }
        - t: { try: [{ n: { set: { x: 1 }, if: 'false' } }], catch: {} }
        - e: { emit: { event: { with: { source: 'https://e.com', type: t } } } }
        - r: { run: { shell: { command: ls } } }
      """)
    #expect(
      trial.http.filter { $0.path == "/x" && $0.arguments["body"] != nil }.map { $0.arguments["body"] }
        == expected.map { .string($0) })
  }

  @Test func whenDecidesAndSeesTheTasksDefinition() async throws {
    let trial = try await perform(
      """
      use:
        extensions:
          - logging:
              extend: call
              when: '$task.call == "http" and ($task.with.endpoint | startswith("http://watched")) and $task.definition.call == "http"'
              before: [{ log: { set: { x: 1 } } }]
              after: [{ log: { call: http, with: { method: post, endpoint: 'http://log/after' } } }]
      do:
        - a: { call: http, with: { method: get, endpoint: 'http://watched/a' } }
        - b: { call: http, with: { method: get, endpoint: 'http://other/b' } }
      """)
    #expect(trial.paths == ["/a", "/after", "/b"])
  }

  /// The example of the specification that puts a fixed answer in the place of a service.
  @Test func exitBeforeSkipsTheTaskAndGivesItsOutput() async throws {
    let trial = try await perform(
      """
      use:
        extensions:
          - mock:
              extend: call
              when: '($task.with.endpoint | startswith("http://mocked"))'
              before: [{ intercept: { set: { statusCode: 200 }, then: exit } }]
      do:
        - a: { call: http, with: { method: get, endpoint: 'http://mocked/a' } }
        - b: { set: { got: '${ . }' } }
      """)
    #expect(trial.output == ["got": ["statusCode": 200]])
    #expect(trial.http.isEmpty)
  }

  @Test func theTasksOfAnExtensionAreNotExtended() async throws {
    let trial = try await perform(
      """
      use:
        extensions:
          - logging: { extend: all, before: [{ log: { call: http, with: { method: post, endpoint: 'http://log/x' } } }] }
      do: [{ a: { set: { a: 1 } } }]
      """)
    #expect(trial.http.count == 1)
  }

  @Test func afterSeesTheTasksOutput() async throws {
    let trial = try await perform(
      """
      use:
        extensions:
          - logging: { extend: set, after: [{ log: { call: http, with: { method: post, endpoint: 'http://log/x', body: { dot: '${ . }', output: '${ $task.output }' } } } }] }
      do: [{ a: { set: { a: 1 } } }]
      """)
    #expect(trial.http.first?.arguments["body"] == ["dot": ["a": 1], "output": ["a": 1]])
    #expect(trial.output == ["a": 1])
  }

  @Test func severalExtensionsRunInTheOrderOfTheirDeclaration() async throws {
    let trial = try await perform(
      """
      use:
        extensions:
          - one: { extend: set, before: [{ l: { call: http, with: { method: post, endpoint: 'http://log/1' } } }] }
          - two: { extend: set, before: [{ l: { call: http, with: { method: post, endpoint: 'http://log/2' } } }] }
      do: [{ a: { set: { a: 1 } } }]
      """)
    #expect(trial.paths == ["/1", "/2"])
  }

  @Test func aSkippedTaskIsNotExtended() async throws {
    let trial = try await perform(
      """
      use:
        extensions:
          - logging: { extend: all, before: [{ l: { call: http, with: { method: post, endpoint: 'http://log/1' } } }] }
      do: [{ a: { if: 'false', set: { a: 1 } } }]
      """)
    #expect(trial.http.isEmpty)
  }
}
