import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  @inline(never)
  func perform(
    _ call: CallTask, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    switch call {
    case .http(let http): return try await perform(http, site, input, variables, in: place)
    case .function(let function): return try await perform(function, site, input, variables, in: place)
    case .openAPI: throw unavailable("call: openapi", site)
    case .asyncAPI: throw unavailable("call: asyncapi", site)
    case .grpc: throw unavailable("call: grpc", site)
    case .a2a: throw unavailable("call: a2a", site)
    case .mcp: throw unavailable("call: mcp", site)
    }
  }

  func unavailable(_ feature: String, _ site: Site) -> Fault {
    Fault(.configuration, detail: "task '\(site.name)': '\(feature)' is not available in this version of Juggler")
  }

  @inline(never)
  private func perform(
    _ call: HTTPCall, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    let (arguments, authorization) = try await arguments(of: call, site, input, variables)
    let output = try await effect("http", arguments, site, in: place)
    return RawResult(output: output, context: variables.context, authorization: authorization)
  }

  /// Apart from the call: what it takes to make them is no more on the stack when the call waits.
  @inline(never)
  private func arguments(
    of call: HTTPCall, _ site: Site, _ input: JSONValue, _ variables: Variables
  ) async throws -> (JSONObject, authorization: JSONValue?) {
    var arguments = JSONObject(minimumCapacity: 8)
    if case .literal(let method) = call.method, case .string = method {
      arguments["method"] = method
    } else {
      arguments["method"] = .string(try await text(call.method, "method", site, input, variables))
    }
    arguments["uri"] = .string(
      try await evaluator.uri(call.endpoint.uri, on: input, variables, task: site.name))
    if let headers = try await object(call.headers, "headers", site, input, variables) {
      arguments["headers"] = .object(headers)
    }
    if let query = try await object(call.query, "query", site, input, variables) {
      arguments["query"] = .object(query)
    }
    if let body = call.body {
      arguments["body"] = try await evaluator.value(of: body, on: input, variables, task: site.name)
    }
    arguments["output"] = .string(call.output.rawValue)
    arguments["redirect"] = .bool(call.redirect)
    var authorization: JSONValue?
    if let authentication = call.endpoint.authentication {
      let credentials = try await credentials(authentication, site, input, variables)
      arguments["authentication"] = .object(credentials.arguments)
      authorization = credentials.descriptor
    }
    return (arguments, authorization)
  }
}
