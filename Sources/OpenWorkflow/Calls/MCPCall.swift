/// `call: mcp`: a Model Context Protocol server.
package final class MCPCall: Sendable {
  package enum Transport: Sendable {
    case http(endpoint: Endpoint, headers: Template?)
    case stdio(command: Template, arguments: Template?, environment: Template?)
  }

  package struct Client: Sendable {
    package let name: String
    package let version: String
  }

  /// Defaults to `2025-06-18`.
  package let protocolVersion: String
  package let method: String
  package let parameters: Template?
  package let timeout: DurationValue?
  package let transport: Transport
  package let options: Template?
  package let client: Client?

  init(
    protocolVersion: String, method: String, parameters: Template?, timeout: DurationValue?, transport: Transport,
    options: Template?, client: Client?
  ) {
    self.protocolVersion = protocolVersion
    self.method = method
    self.parameters = parameters
    self.timeout = timeout
    self.transport = transport
    self.options = options
    self.client = client
  }
}
