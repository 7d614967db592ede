internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import NIOTLS

/// Opens connections: looks the name up, connects, negotiates TLS.
final class ConnectionOpener: Sendable {
  let configuration: HTTPConnector.Configuration
  private let tls: TLSContexts

  init(_ configuration: HTTPConnector.Configuration) {
    self.configuration = configuration
    tls = TLSContexts(configuration.tls)
  }

  /// A connection that is ready for a request; all of it takes at most `connectTimeout`.
  func open(_ route: Route, on loop: any EventLoop) -> EventLoopFuture<ClientConnection> {
    let limit = TimeAmount(configuration.connectTimeout)
    guard route.origin.isSecure else { return connect(route, on: loop, limit) { _ in nil } }
    let deadline = NIODeadline.now() + limit
    return tls.context(on: loop).flatMap { context in
      self.connect(route, on: loop, limit) { channel in
        let handshake = TLSHandshake(on: channel.eventLoop)
        // An address is no name to ask for (RFC 6066, section 3).
        let host = route.origin.host
        let name = (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
        let handler = try NIOSSLClientHandler(context: context, serverHostname: name)
        try channel.pipeline.syncOperations.addHandlers(handler, handshake)
        return handshake
      }
    }.flatMap { connection in connection.handshake(until: deadline) }
  }

  private func connect(
    _ route: Route, on loop: any EventLoop, _ limit: TimeAmount,
    _ secure: @escaping @Sendable (any Channel) throws -> TLSHandshake?
  ) -> EventLoopFuture<ClientConnection> {
    let (readTimeout, policy) = (configuration.readTimeout.map(TimeAmount.init), configuration.outbound)
    return ClientBootstrap(group: loop)
      .connectTimeout(limit)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if policy.isEnforced { try pipeline.addHandler(AddressGuard(policy, route.addresses)) }
          let handshake = try secure(channel)
          try pipeline.addHandler(ClientConnection(handshake: handshake, readTimeout: readTimeout))
        }
      }
      .connect(host: route.origin.host, port: route.origin.port)
      .flatMapThrowing { try $0.pipeline.syncOperations.handler(type: ClientConnection.self) }
  }
}
