/// `call: http`.
package final class HTTPCall: Sendable {
  package let method: Template
  package let endpoint: Endpoint
  /// An object, or an expression that gives one.
  package let headers: Template?
  package let query: Template?
  package let body: Template?
  package let output: HTTPOutput
  /// Whether redirects are followed, and 300–399 are no errors.
  package let redirect: Bool

  init(
    method: Template, endpoint: Endpoint, headers: Template?, query: Template?, body: Template?, output: HTTPOutput,
    redirect: Bool
  ) {
    self.method = method
    self.endpoint = endpoint
    self.headers = headers
    self.query = query
    self.body = body
    self.output = output
    self.redirect = redirect
  }
}

/// What of an HTTP response becomes the output.
package enum HTTPOutput: String, Sendable, CaseIterable {
  /// The body in base 64.
  case raw
  /// The body, decoded by its content type.
  case content
  /// Request, status, headers and content.
  case response
}

/// `call: openapi`.
package final class OpenAPICall: Sendable {
  package let document: ExternalResource
  package let operationID: Template
  package let parameters: Template?
  package let authentication: Authentication?
  package let output: HTTPOutput
  package let redirect: Bool

  init(
    document: ExternalResource, operationID: Template, parameters: Template?, authentication: Authentication?,
    output: HTTPOutput, redirect: Bool
  ) {
    self.document = document
    self.operationID = operationID
    self.parameters = parameters
    self.authentication = authentication
    self.output = output
    self.redirect = redirect
  }
}
