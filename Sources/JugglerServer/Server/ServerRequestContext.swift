package import Hummingbird
package import Logging
package import NIOCore

/// What is known of a request while it is answered.
package struct ServerRequestContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// Who asks; `nil` until that is known, and on endpoints that are open to everybody.
  package var principal: Principal?
  package let remoteAddress: SocketAddress?
  private let requestID = RequestID()
  private var anonymousLogger: Logger

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    remoteAddress = source.channel.remoteAddress
    anonymousLogger = source.logger
  }

  /// The path of the endpoint that answers, with parameters in braces; `nil` where there is none, for which the router has a
  /// word of its own.
  package var route: String? { endpointPath.flatMap { $0.utf8.first == UInt8(ascii: "/") ? $0 : nil } }

  /// Names the request in logs, and to a client who is to ask about it.
  package var id: String { requestID.description }

  /// A logger that names the request. It is made when it is asked for, as few requests have anything to say.
  package var logger: Logger {
    get {
      var logger = anonymousLogger
      logger[metadataKey: "request"] = .string(id)
      return logger
    }
    set { anonymousLogger = newValue }
  }
}
