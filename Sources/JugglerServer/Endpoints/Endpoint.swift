package import HTTPTypes
package import Hummingbird
package import JSON

/// One call of the HTTP API: how it is served, who may make it, and what the OpenAPI document says of it. The router and the
/// document are made from the same table of these.
package struct Endpoint: Sendable {
  package typealias Handler = @Sendable (Request, ServerRequestContext) async throws -> Response
  package typealias Replying = @Sendable (Request, ServerRequestContext) async throws -> Reply

  package var method: HTTPRequest.Method
  /// With parameters in braces, as in OpenAPI: `/api/v1/runs/{id}`.
  package var path: String
  /// What the client needs; `nil` for what is open to everybody.
  package var scope: Scope?
  /// The OpenAPI Operation Object.
  package var description: JSONValue
  package var reply: Replying
  /// Requests for this come with few different paths, so it pays to remember what they lead to.
  package var isPathRemembered: Bool

  package init(
    _ method: HTTPRequest.Method, _ path: String, scope: Scope?, description: JSONValue,
    isPathRemembered: Bool = false, handler: @escaping Handler
  ) {
    self.init(method, path, scope: scope, description: description, isPathRemembered: isPathRemembered) {
      .written(try await handler($0, $1))
    }
  }

  /// - Parameter reply: a handler that may have the whole answer at once.
  package init(
    _ method: HTTPRequest.Method, _ path: String, scope: Scope?, description: JSONValue,
    isPathRemembered: Bool = false, reply: @escaping Replying
  ) {
    self.method = method
    self.path = path
    self.scope = scope
    self.description = description
    self.isPathRemembered = isPathRemembered
    self.reply = reply
  }
}
