package import HTTPTypes
package import Hummingbird
package import JSON

/// One call of the HTTP API: how it is served, who may make it, and what the OpenAPI document says of it. The router and the
/// document are made from the same table of these.
package struct Endpoint: Sendable {
  package typealias Handler = @Sendable (Request, ServerRequestContext) async throws -> Response

  package var method: HTTPRequest.Method
  /// With parameters in braces, as in OpenAPI: `/api/v1/runs/{id}`.
  package var path: String
  /// What the client needs; `nil` for what is open to everybody.
  package var scope: Scope?
  /// The OpenAPI Operation Object.
  package var description: JSONValue
  package var handler: Handler

  package init(
    _ method: HTTPRequest.Method, _ path: String, scope: Scope?, description: JSONValue, handler: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.scope = scope
    self.description = description
    self.handler = handler
  }
}
