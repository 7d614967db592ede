package import Hummingbird
package import NIOCore

/// What is known of a request while it is answered.
package struct ServerRequestContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// Who asks; `nil` until that is known, and on endpoints that are open to everybody.
  package var principal: Principal?
  package let remoteAddress: SocketAddress?

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    remoteAddress = source.channel.remoteAddress
  }
}
