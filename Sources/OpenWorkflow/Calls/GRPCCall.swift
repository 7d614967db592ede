/// `call: grpc`.
package struct GRPCCall: Sendable {
  package struct Service: Sendable {
    package let name: String
    package let host: Template
    package let port: Template?
    package let authentication: Authentication?
  }

  package let proto: ExternalResource
  package let service: Service
  package let method: Template
  package let arguments: Template?
}
