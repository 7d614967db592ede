/// Something outside of the document, at an endpoint.
package struct ExternalResource: Sendable {
  package let name: String?
  package let endpoint: Endpoint
}

/// A URI, and how to authenticate there.
package struct Endpoint: Sendable {
  package let uri: URITemplate
  package let authentication: Authentication?
}
