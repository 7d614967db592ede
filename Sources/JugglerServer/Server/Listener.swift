import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The socket that accepts connections and sets each up.
struct Listener {
  let address: SocketAddress
  private let channel: any Channel

  init(
    configuration: APIServerConfiguration, transport: Transport, loops: EventLoops, group: any EventLoopGroup
  ) async throws {
    let tls = try configuration.tls.map { try NIOSSLContext($0, http2: configuration.http2) }
    let setup = ConnectionSetup(transport: transport, loops: loops, tls: tls, http2: configuration.http2)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: Int32(clamping: configuration.backlog))
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.maxMessagesPerRead, value: 64)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try setup.start(channel) }
      }
    do {
      channel = try await bootstrap.bind(host: configuration.host, port: configuration.port).get()
    } catch {
      let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
      throw APIServerError(
        description: "cannot listen on \(configuration.host):\(configuration.port): \(reason); "
          + "choose another host or port, or stop what uses it")
    }
    guard let address = channel.localAddress else {
      throw APIServerError(description: "the system does not tell the address that it listens on")
    }
    self.address = address
  }

  /// Returns when nothing is accepted any more: after a graceful shutdown began, or a cancellation.
  func serve() async {
    await withTaskCancellationHandler {
      await withGracefulShutdownHandler {
        try? await channel.closeFuture.get()
      } onGracefulShutdown: {
        channel.close(promise: nil)
      }
    } onCancel: {
      channel.close(promise: nil)
    }
  }
}
