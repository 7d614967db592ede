import JSON
import Juggler
import Testing

/// What is not there yet says so, and only when the run gets there.
struct UnavailableTests {
  static let http = "endpoint: { uri: 'https://s/x', authentication: "

  @Test(arguments: [
    ("call: openapi", "call: openapi, with: { document: { endpoint: 'https://s/d' }, operationId: o }"),
    (
      "call: grpc",
      "call: grpc, with: { proto: { endpoint: 'file://p.proto' }, service: { name: S, host: h, port: 1 }, method: m }"
    ),
    (
      "call: asyncapi",
      "call: asyncapi, with: { document: { endpoint: 'https://s/d' }, operation: o, message: { payload: { a: 1 } } }"
    ),
    ("call: a2a", "call: a2a, with: { server: 'https://s/a', method: message/send, parameters: {} }"),
    (
      "call: mcp",
      "call: mcp, with: { method: tools/list, transport: { http: { endpoint: 'https://s/mcp' } } }"
    ),
    (
      "oauth2",
      "call: http, with: { method: get, \(http){ oauth2: { authority: 'https://a/', grant: client_credentials, client: { id: i, secret: s } } } } }"
    ),
    (
      "oidc",
      "call: http, with: { method: get, \(http){ oidc: { authority: 'https://a/', grant: client_credentials, client: { id: i, secret: s } } } } }"
    ),
    ("run: container", "run: { container: { image: alpine } }"),
    ("await: false", "run: { shell: { command: ls }, await: false }"),
    ("listen", "listen: { to: { one: { with: { type: t } } } }"),
  ])
  func namesItself(_ feature: String, _ task: String) async throws {
    let trial = try await perform("do: [{ first: { set: { x: 1 } } }, { a: { \(task) } }]")
    #expect(trial.fault.isStandard(.configuration), "\(trial.fault)")
    #expect(trial.fault.detail?.contains(feature) == true, "\(trial.fault)")
    #expect(trial.fault.instance == "/do/1/a")
    #expect(trial.started == ["first", "a"])
  }
}
