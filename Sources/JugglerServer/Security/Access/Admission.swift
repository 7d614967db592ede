package import HTTPTypes
package import NIOCore

/// Decides who may make a request, and counts those that were let in.
package struct Admission: Sendable {
  /// Says who makes a request, nil for one that anybody may make; throws what the client is to be told when it may not.
  package typealias Admit =
    @Sendable (HTTPRequest, SocketAddress?, EndpointAccess) async throws -> Principal?

  let admit: Admit
  /// Is told when the request of somebody is answered; nil where nobody counts.
  let leave: (@Sendable (Principal) -> Void)?

  package init(leave: (@Sendable (Principal) -> Void)? = nil, admit: @escaping Admit) {
    self.admit = admit
    self.leave = leave
  }

  package init(_ control: AccessControl) {
    let leave: @Sendable (Principal) -> Void = { control.leave($0) }
    self.init(leave: control.countsRequests ? leave : nil) { (request, address, access) async throws -> Principal? in
      try await control.admit(request, from: address, to: access)
    }
  }
}

/// What a request needs.
package enum EndpointAccess: Sendable, Hashable {
  case open
  case scope(Scope)
  /// No endpoint answers it. Strangers are not told so: they are asked who they are, as everywhere.
  case unknown
}
