/// `call: grpc`.
package final class GRPCCall: Sendable {
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

  init(proto: ExternalResource, service: Service, method: Template, arguments: Template?) {
    self.proto = proto
    self.service = service
    self.method = method
    self.arguments = arguments
  }
}
