internal import JSON

extension DocumentDecoder {
  func call(_ cursor: Cursor, _ task: inout Fields, _ scope: Scope) -> CallTask? {
    let with = task.take("with")
    guard let name = fixedText(cursor, as: "'http' or another protocol, or the name of a function") else { return nil }
    guard Self.protocols.contains(name) else {
      return functionCall(name, cursor, with, scope).map { .function($0) }
    }
    guard let with else {
      error("'call: \(name)' needs 'with': what to call", atKeyOf: cursor)
      return nil
    }
    guard var fields = fields(with, name: "'with' of '\(name)'") else { return nil }
    let call: CallTask? =
      switch name {
      case "http": httpCall(&fields, scope).map { .http($0) }
      case "openapi": openAPICall(&fields, scope).map { .openAPI($0) }
      case "asyncapi": asyncAPICall(&fields, scope).map { .asyncAPI($0) }
      case "grpc": grpcCall(&fields, scope).map { .grpc($0) }
      case "a2a": a2aCall(&fields, scope).map { .a2a($0) }
      default: mcpCall(&fields, scope).map { .mcp($0) }
      }
    close(fields)
    return call
  }

  static let protocols = ["a2a", "asyncapi", "grpc", "http", "mcp", "openapi"]

  private func httpCall(_ fields: inout Fields, _ scope: Scope) -> HTTPCall? {
    let method = require("method", of: &fields, "such as 'get'").flatMap(httpMethod(scope))
    let endpoint = require("endpoint", of: &fields, "the URI to call").flatMap { self.endpoint($0, scope) }
    let headers = fields.take("headers").flatMap { textsTemplate($0, scope, of: "texts") }
    let query = fields.take("query").flatMap { mappingTemplate($0, scope, of: "parameters") }
    let body = fields.take("body").flatMap { template($0, scope) }
    let output = fields.take("output").flatMap { choice($0, HTTPOutput.self) } ?? .content
    let redirect = fields.take("redirect").flatMap(bool) ?? false
    guard let method, let endpoint else { return nil }
    return HTTPCall(
      method: method, endpoint: endpoint, headers: headers, query: query, body: body, output: output,
      redirect: redirect)
  }

  private func httpMethod(_ scope: Scope) -> (Cursor) -> Template? {
    { [self] cursor in
      guard let text = text(cursor, as: "an HTTP method") else { return nil }
      let isToken = text.utf8.allSatisfy { isUnreserved($0) || "!#$%&'*+^`|".utf8.contains($0) }
      if ExpressionText.opens(in: text) { return textTemplate(cursor, scope) }
      if isToken, !text.isEmpty { return .literal(cursor.value) }
      error("'method' must be an HTTP method such as 'get', found '\(text.abbreviated)'", at: cursor)
      return nil
    }
  }

  private func openAPICall(_ fields: inout Fields, _ scope: Scope) -> OpenAPICall? {
    let document = require("document", of: &fields, "the OpenAPI document").flatMap { externalResource($0, scope) }
    let operation = require("operationId", of: &fields, "the operation to call").flatMap { textTemplate($0, scope) }
    let parameters = fields.take("parameters").flatMap { mappingTemplate($0, scope, of: "parameters") }
    let authentication = fields.take("authentication").flatMap { self.authentication($0, scope) }
    let output = fields.take("output").flatMap { choice($0, HTTPOutput.self) } ?? .content
    let redirect = fields.take("redirect").flatMap(bool) ?? false
    guard let document, let operation else { return nil }
    return OpenAPICall(
      document: document, operationID: operation, parameters: parameters, authentication: authentication,
      output: output, redirect: redirect)
  }

  private func grpcCall(_ fields: inout Fields, _ scope: Scope) -> GRPCCall? {
    let proto = require("proto", of: &fields, "the proto file").flatMap { externalResource($0, scope) }
    let service = require("service", of: &fields, "the service's name and host").flatMap { grpcService($0, scope) }
    let method = require("method", of: &fields, "the method to call").flatMap { textTemplate($0, scope) }
    let arguments = fields.take("arguments").flatMap { mappingTemplate($0, scope, of: "arguments") }
    guard let proto, let service, let method else { return nil }
    return GRPCCall(proto: proto, service: service, method: method, arguments: arguments)
  }

  private func grpcService(_ cursor: Cursor, _ scope: Scope) -> GRPCCall.Service? {
    guard var fields = fields(cursor, as: "a mapping with 'name' and 'host'") else { return nil }
    let name = require("name", of: &fields, "the service's name").flatMap { fixedText($0) }
    let host = require("host", of: &fields, "the server's name").flatMap { textTemplate($0, scope) }
    let port = fields.take("port").flatMap { cursor -> Template? in
      if let text = cursor.text, ExpressionText.whole(text) != nil { return template(cursor, scope) }
      return integer(cursor, in: 0...65535, as: "a port from 0 to 65535").map { .literal(.integer(Int64($0))) }
    }
    let authentication = fields.take("authentication").flatMap { self.authentication($0, scope) }
    close(fields)
    guard let name, let host else { return nil }
    return GRPCCall.Service(name: name, host: host, port: port, authentication: authentication)
  }

  private func a2aCall(_ fields: inout Fields, _ scope: Scope) -> A2ACall? {
    let method = require("method", of: &fields, "such as 'message/send'").flatMap { choice($0, of: A2ACall.methods) }
    let card = fields.take("agentCard")
    let server = fields.take("server")
    let parameters = fields.take("parameters").flatMap { mappingTemplate($0, scope, of: "parameters") }
    // With an agent card, the server is ignored as specified; it is checked nevertheless.
    let endpoint = server.flatMap { self.endpoint($0, scope) }
    let resource = card.flatMap { externalResource($0, scope) }
    if card == nil, server == nil {
      error("\(fields.name) needs 'agentCard' or 'server': the agent to call", atKeyOf: fields.cursor)
    }
    guard let method, let agent = resource.map(A2ACall.Agent.card) ?? endpoint.map(A2ACall.Agent.server) else {
      return nil
    }
    return A2ACall(agent: agent, method: method, parameters: parameters)
  }
}

extension A2ACall {
  fileprivate static let methods = [
    "message/send", "message/stream", "tasks/get", "tasks/list", "tasks/cancel", "tasks/resubscribe",
    "tasks/pushNotificationConfig/set", "tasks/pushNotificationConfig/get", "tasks/pushNotificationConfig/list",
    "tasks/pushNotificationConfig/delete", "agent/getAuthenticatedExtendedCard",
  ]
}
