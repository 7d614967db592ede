import HTTPTypes
import Hummingbird
package import JSON
package import Juggler
package import JugglerAPI
import NIOCore

extension Problem {
  /// What any error says to a client; `nil` for one of which a client should not see more than that there is one.
  package init?(known error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let denied as AccessDenied: self = denied.problem
    case let fault as Fault: self.init(fault)
    case let error as RunCommandError: self.init(error)
    case let error as StoreError: self.init(error)
    case let error as WireError: self.init(error)
    case let error as JSONParseError: self.init(error)
    case let error as HTTPError: self.init(error.status, error.body ?? "\(error.status)", headers: error.headers)
    case is NIOTooManyBytesError: self.init(.contentTooLarge, "the body is larger than this server takes")
    case let error as any HTTPResponseError: self.init(error.status, "\(error.status)")
    case is CancellationError: self.init(.serviceUnavailable, "what was asked for was cancelled before it ended")
    default: return nil
    }
  }

  /// The status is the fault's own where it is one of an error.
  package init(_ fault: Fault) {
    self.init(ProblemDetails(fault))
    if !(400...599).contains(fault.status) { details.status = 500 }
  }

  init(_ error: RunCommandError) {
    switch error.reason {
    case .unknownRun: self.init(.notFound, "there is no run \(error.run)")
    case .status: self.init(.conflict, "\(error)")
    case .unknownStep: self.init(.unprocessableContent, "\(error)")
    }
  }

  init(_ error: StoreError) {
    switch error.code {
    case .corrupt, .incompatible:
      self.init(.internalServerError, "what the store holds cannot be read: the server's log says more")
    case .unavailable, .fenced, .closed:
      self.init(
        .serviceUnavailable, "the store cannot be used at the moment: try again later", headers: [.retryAfter: "1"])
    }
  }

  init(_ error: WireError) {
    self.init(
      .unprocessableContent, "the body is not what was expected: \(error)",
      errors: [.init(detail: "expected \(error.expected), found \(error.found)", pointer: "#" + error.pointer)])
  }

  /// A mistake in the JSON of a body.
  package init(_ error: JSONParseError) {
    self.init(
      .badRequest, "the body is no JSON: \(error)",
      errors: [
        .init(detail: "expected \(error.expected), found \(error.found)", line: error.line, column: error.column)
      ])
  }
}

extension ProblemDetails {
  package init(_ fault: Fault) {
    self.init(
      type: fault.type, title: fault.title, status: fault.status, detail: fault.detail, instance: fault.instance)
  }
}
