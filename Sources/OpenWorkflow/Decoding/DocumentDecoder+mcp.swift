internal import JSON

extension DocumentDecoder {
  func mcpCall(_ fields: inout Fields, _ scope: Scope) -> MCPCall? {
    let version = fields.take("protocolVersion").flatMap { fixedText($0) } ?? "2025-06-18"
    let method = require("method", of: &fields, "such as 'tools/call'").flatMap { choice($0, of: MCPCall.methods) }
    let parameters = fields.take("parameters").flatMap { mappingTemplate($0, scope, of: "parameters") }
    let timeout = fields.take("timeout").flatMap { duration($0, scope) }
    let transport = require("transport", of: &fields, "how to reach the server")
    let client = fields.take("client").flatMap(mcpClient)
    guard let transport, var inner = self.fields(transport, as: "a mapping with 'http' or 'stdio'") else { return nil }
    let kind = single(["http", "stdio"], of: &inner, "a transport")
    let options = inner.take("options").flatMap { textsTemplate($0, scope, of: "texts") }
    close(inner)
    let decoded = kind.flatMap { $0.lastKey == "http" ? httpTransport($0, scope) : stdioTransport($0, scope) }
    guard let method, let decoded else { return nil }
    return MCPCall(
      protocolVersion: version, method: method, parameters: parameters, timeout: timeout, transport: decoded,
      options: options, client: client)
  }

  private func httpTransport(_ cursor: Cursor, _ scope: Scope) -> MCPCall.Transport? {
    guard var fields = fields(cursor, as: "a mapping with 'endpoint'") else { return nil }
    let endpoint = require("endpoint", of: &fields, "the server's URI").flatMap { self.endpoint($0, scope) }
    let headers = fields.take("headers").flatMap { textsTemplate($0, scope, of: "texts") }
    close(fields)
    return endpoint.map { .http(endpoint: $0, headers: headers) }
  }

  private func stdioTransport(_ cursor: Cursor, _ scope: Scope) -> MCPCall.Transport? {
    guard var fields = fields(cursor, as: "a mapping with 'command'") else { return nil }
    let command = require("command", of: &fields, "the command that runs the server").flatMap {
      textTemplate($0, scope)
    }
    let arguments = fields.take("arguments").flatMap { mcpArguments($0, scope) }
    let environment = fields.take("environment").flatMap { textsTemplate($0, scope, of: "texts") }
    close(fields)
    return command.map { .stdio(command: $0, arguments: arguments, environment: environment) }
  }

  private func mcpArguments(_ cursor: Cursor, _ scope: Scope) -> Template? {
    if let text = cursor.text, ExpressionText.whole(text) != nil { return template(cursor, scope) }
    return textTemplates(cursor, scope, of: "texts") == nil ? nil : template(cursor, scope)
  }

  private func mcpClient(_ cursor: Cursor) -> MCPCall.Client? {
    guard var fields = fields(cursor, as: "a mapping with 'name' and 'version'") else { return nil }
    let name = require("name", of: &fields, "the client's name").flatMap { fixedText($0) }
    let version = require("version", of: &fields, "the client's version").flatMap { fixedText($0) }
    close(fields)
    guard let name, let version else { return nil }
    return MCPCall.Client(name: name, version: version)
  }
}

extension MCPCall {
  fileprivate static let methods = [
    "tools/list", "tools/call", "prompts/list", "prompts/get", "resources/list", "resources/read",
    "resources/templates/list",
  ]
}
