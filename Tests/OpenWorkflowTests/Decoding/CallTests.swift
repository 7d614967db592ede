import JSON
import OpenWorkflow
import Testing

@Suite struct CallTests {
  private func call(_ with: String, _ name: String) throws -> CallTask {
    let definition = try workflow("do:\n  - t:\n      call: \(name)\n      with: \(with)")
    guard case .call(let call) = definition.tasks.entries[0].definition.kind else { throw Unexpected("another task") }
    return call
  }

  @Test func httpHasDefaults() throws {
    guard case .http(let http) = try call("{ method: get, endpoint: 'https://example.com/{id}' }", "http") else {
      throw Unexpected("another call")
    }
    #expect(http.method.literal == "get")
    #expect(http.endpoint.uri.source == "https://example.com/{id}")
    #expect(http.endpoint.authentication == nil)
    #expect(http.output == .content)
    #expect(!http.redirect)
  }

  @Test func httpIsReadCompletely() throws {
    let with = """
      { method: '${ .m }', endpoint: { uri: '${ .u }', authentication: { bearer: { token: '${ .t }' } } },
        headers: { A: b, C: '${ .c }' }, query: { n: 1, l: [1] }, body: { x: '${ .x }' }, output: response, redirect: true }
      """
    guard case .http(let http) = try call(with, "http"), case .expression = http.method,
      case .expression? = http.endpoint.uri.parts.first, case .bearer(.inline)? = http.endpoint.authentication?.scheme,
      case .object? = http.headers, case .object? = http.body
    else { throw Unexpected("another call") }
    #expect(http.query?.literal == ["n": 1, "l": [1]])
    #expect(http.output == .response)
    #expect(http.redirect)
  }

  @Test func expressionsInsideOfURIsAreParts() throws {
    guard case .http(let http) = try call("{ method: get, endpoint: 'https://a/${ .b }/{c}' }", "http") else {
      throw Unexpected("another call")
    }
    let uri = http.endpoint.uri
    #expect(uri.parts.count == 4)
    #expect(try uri.expand(["c": "ü"]) { _ in "x/y" } == "https://a/x/y/%C3%BC")
  }

  @Test func otherProtocolsAreRead() throws {
    guard
      case .openAPI(let openAPI) = try call(
        "{ document: { endpoint: https://a }, operationId: op, parameters: { p: 1 }, output: raw, redirect: true }",
        "openapi"),
      case .grpc(let grpc) = try call(
        "{ proto: { endpoint: file://a }, service: { name: S, host: h, port: 50 }, method: m, arguments: { a: 1 } }",
        "grpc"),
      case .a2a(let a2a) = try call(
        "{ method: message/send, agentCard: { endpoint: https://a }, parameters: '${ .p }' }", "a2a"),
      case .mcp(let mcp) = try call(
        "{ method: tools/call, transport: { stdio: { command: npx, arguments: [a], environment: { A: b } } }, timeout: PT5S }",
        "mcp"),
      case .mcp(let web) = try call(
        "{ method: tools/list, transport: { http: { endpoint: https://m }, options: { a: b } }, client: { name: c, version: v } }",
        "mcp")
    else { throw Unexpected("another call") }
    #expect(openAPI.operationID.literal == "op")
    #expect(openAPI.output == .raw)
    #expect(grpc.service.port?.literal == 50)
    #expect(grpc.service.name == "S")
    #expect(a2a.method == "message/send")
    guard case .card = a2a.agent, case .stdio(let command, _, _) = mcp.transport, case .http = web.transport else {
      throw Unexpected("another agent")
    }
    #expect(command.literal == "npx")
    #expect(mcp.protocolVersion == "2025-06-18")
    #expect(web.client?.version == "v")
  }

  @Test func asyncAPIIsRead() throws {
    guard
      case .asyncAPI(let publish) = try call(
        """
        { document: { endpoint: https://a }, operation: op, server: { name: s, variables: { v: 1 } },
          message: { payload: { a: '${ .a }' }, headers: { b: c } } }
        """, "asyncapi"),
      case .publish = publish.action, case .operation("op") = publish.operation,
      case .asyncAPI(let subscribe) = try call(
        """
        { document: { endpoint: https://a }, channel: ch, protocol: kafka,
          subscription: { filter: '${ .a }', consume: { until: '${ .b }', for: PT1M }, foreach: { item: m } } }
        """, "asyncapi"),
      case .subscribe(let subscription) = subscribe.action, case .channel("ch") = subscribe.operation,
      case .untilTrue(let end) = subscription.lifetime
    else { throw Unexpected("another call") }
    #expect(publish.server?.name == "s")
    #expect(subscribe.protocol == "kafka")
    #expect(end.source == " .b ")
    #expect(subscription.duration != nil)
    #expect(subscription.forEach?.item == "m")
  }

  @Test(arguments: [
    (
      "http", "{ method: get, uri: https://x }",
      "5:28: error: unknown key 'uri' in 'with' of 'http'; did you mean 'endpoint'?"
    ),
    ("http", "{ endpoint: https://x }", "5:7: error: 'with' of 'http' needs 'method': such as 'get'"),
    (
      "http", "{ method: 'g t', endpoint: https://x }",
      "5:23: error: 'method' must be an HTTP method such as 'get', found 'g t'"
    ),
    (
      "http", "{ method: get, endpoint: 5 }",
      "5:38: error: 'endpoint' must be a URI, or a mapping with 'uri' and 'authentication', found the number 5"
    ),
    (
      "http", "{ method: get, endpoint: https://x, headers: { a: 1 } }",
      "5:63: error: 'a' must be a text, found the number 1; put it into quotes: '1'"
    ),
    (
      "http", "{ method: get, endpoint: https://x, headers: a }",
      "5:58: error: 'headers' must be a mapping of texts, or an expression '${ … }' that gives one, found 'a'"
    ),
    (
      "http", "{ method: get, endpoint: https://x, output: contnet }",
      "5:57: error: 'output' must be one of 'raw', 'content' or 'response', found 'contnet'; did you mean 'content'?"
    ),
    (
      "http", "{ method: get, endpoint: https://x, redirect: 'true' }",
      "5:59: error: 'redirect' must be true or false, found 'true'; remove the quotes"
    ),
    (
      "openapi", "{ document: { endpoint: https://a } }",
      "5:7: error: 'with' of 'openapi' needs 'operationId': the operation to call"
    ),
    (
      "grpc", "{ proto: { endpoint: a }, service: { name: S, host: h, port: 70000 }, method: m }",
      "5:74: error: 'port' must be a port from 0 to 65535, found the number 70000"
    ),
    ("a2a", "{ method: message/send }", "5:7: error: 'with' of 'a2a' needs 'agentCard' or 'server': the agent to call"),
    (
      "mcp", "{ method: tools/cal, transport: { http: { endpoint: https://m } } }",
      "5:23: error: 'method' must be one of 'tools/list', 'tools/call', 'prompts/list', 'prompts/get', 'resources/list', "
        + "'resources/read' or 'resources/templates/list', found 'tools/cal'; did you mean 'tools/call'?"
    ),
    (
      "mcp", "{ method: tools/call, transport: {} }",
      "5:35: error: 'transport' needs a transport: one of 'http' or 'stdio'"
    ),
    (
      "asyncapi", "{ document: { endpoint: https://a }, operation: o }",
      "5:7: error: 'with' of 'asyncapi' needs what to do: one of 'message' or 'subscription'"
    ),
    (
      "asyncapi", "{ document: { endpoint: https://a }, operation: o, subscription: { consume: { for: PT1S } } }",
      "5:80: error: 'consume' needs an end: one of 'amount', 'while' or 'until'"
    ),
  ])
  func problemsAreExplained(name: String, with: String, problem: String) {
    #expect(diagnose(body: "do:\n  - t:\n      call: \(name)\n      with: \(with)") == [problem])
  }

  @Test func protocolsNeedArguments() {
    #expect(diagnose(body: "do:\n  - t: { call: http }") == ["3:10: error: 'call: http' needs 'with': what to call"])
  }
}
