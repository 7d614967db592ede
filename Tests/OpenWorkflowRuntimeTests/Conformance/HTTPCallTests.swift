import JSON
import Juggler
import OpenWorkflowRuntime
import Testing

/// dsl-reference.md, "HTTP Call": what the interpreter hands to the connector.
struct HTTPCallTests {
  @Test func theArgumentsAreEvaluated() async throws {
    let trial = try await perform(
      """
      do:
        - a:
            call: http
            with:
              method: post
              endpoint: 'http://s/{id}'
              headers: { X-Name: '${ .name }' }
              query: { q: '${ .id }', fixed: yes }
              body: { order: '${ . }' }
              output: response
              redirect: true
      """, input: ["id": 7, "name": "Ada"])
    let arguments = try #require(trial.http.first?.arguments)
    #expect(arguments["method"] == "post")
    #expect(arguments["uri"] == "http://s/7")
    #expect(arguments["headers"] == ["X-Name": "Ada"])
    #expect(arguments["query"]?["q"] == 7)
    #expect(arguments["body"] == ["order": ["id": 7, "name": "Ada"]])
    #expect(arguments["output"] == "response")
    #expect(arguments["redirect"] == true)
  }

  @Test func hasTheDefaultsOfTheSpecification() async throws {
    let trial = try await perform("do: [{ a: { call: http, with: { method: get, endpoint: 'http://s/x' } } }]")
    let arguments = try #require(trial.http.first?.arguments)
    #expect(arguments["output"] == "content")
    #expect(arguments["redirect"] == false)
    #expect(arguments["body"] == nil)
    #expect(arguments["authentication"] == nil)
  }

  @Test func headersAndQueryMayBeOneExpression() async throws {
    let trial = try await perform(
      "do: [{ a: { call: http, with: { method: get, endpoint: 'http://s/x', headers: '${ .h }', query: '${ .q }' } } }]",
      input: ["h": ["A": "b"], "q": ["c": 1]])
    #expect(trial.http.first?.arguments["headers"] == ["A": "b"])
    #expect(trial.http.first?.arguments["query"] == ["c": 1])
  }

  @Test(
    arguments: [
      ("basic: { username: u, password: p }", ["scheme": "basic", "username": "u", "password": "p"]),
      ("digest: { username: u, password: p }", ["scheme": "digest", "username": "u", "password": "p"]),
      ("bearer: { token: '${ .t }' }", ["scheme": "bearer", "token": "T"]),
      ("use: named", ["scheme": "bearer", "token": "N"]),
    ] as [(String, JSONValue)])
  func authenticationIsResolved(_ authentication: String, _ expected: JSONValue) async throws {
    let trial = try await perform(
      """
      use: { authentications: { named: { bearer: { token: N } } } }
      do: [{ a: { call: http, with: { method: get, endpoint: { uri: 'http://s/x', authentication: { \(authentication) } } } } }]
      """, input: ["t": "T"])
    #expect(trial.http.first?.arguments["authentication"] == expected)
  }

  @Test func theConnectorLearnsRunAndStep() async throws {
    let trial = try await perform(
      "do: [{ l: { for: { in: '[1,2]' }, do: [{ a: { call: http, with: { method: get, endpoint: 'http://s/x' } } }] } }]"
    )
    #expect(trial.http.map(\.context.run) == [trial.run, trial.run])
    #expect(trial.http.map(\.context.step.description) == ["/do/0/l/do/0/a#i0", "/do/0/l/do/0/a#i1"])
  }

  /// It goes into a header field.
  @Test func theIdempotencyKeyIsASCII() async throws {
    let trial = try await perform(
      "do: [{ 'caf\u{e9} au lait': { call: http, with: { method: get, endpoint: 'http://s/x' } } }]")
    #expect(trial.http.first?.context.idempotencyKey == "\(trial.run)/do/0/caf%C3%A9%20au%20lait")
  }

  @Test func itsOutputIsTheTasksRawOutput() async throws {
    let trial = try await perform(
      "do: [{ a: { call: http, with: { method: get, endpoint: 'http://s/x' }, output: { as: '{ uri }' } } }]")
    #expect(trial.output == ["uri": "http://s/x"])
  }

  @Test func anErrorThatIsNoFaultIsARuntimeErrorOfTheTask() async throws {
    struct Broken: Error {}
    let trial = try await perform(
      "do: [{ a: { call: http, with: { method: get, endpoint: 'http://s/x' } } }]", http: { _ in throw Broken() })
    #expect(trial.fault.isStandard(.runtime))
    #expect(trial.fault.instance == "/do/0/a")
  }
}
