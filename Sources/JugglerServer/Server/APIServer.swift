import AsyncPatterns
package import Hummingbird
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle

/// Serves a Hummingbird router over HTTP/1.1 and HTTP/2.
///
/// ```swift
/// let server = APIServer(
///   configuration: APIServerConfiguration(port: 8080), router: router, eventLoopGroup: group, logger: logger
/// ) { address in print("listening on \(address)") }
/// try await server.run()  // or in a ServiceGroup
/// ```
///
/// Every request is answered by one task, on the event loop of its connection; a client that hangs up cancels it.
/// A graceful shutdown stops accepting, lets the requests in hand be answered for ``APIServerConfiguration/drainTimeout``
/// and returns; cancelling the task of ``run()`` ends all connections at once.
package final class APIServer: Service {
  package let configuration: APIServerConfiguration
  /// What is in hand, for metrics and readiness.
  package let load: ServerLoad
  private let group: any EventLoopGroup
  private let logger: Logger
  private let respond: Transport.Respond
  private let onListening: @Sendable (SocketAddress) async -> Void

  /// - Parameters:
  ///   - responder: Answers the requests; what it throws becomes a response (`HTTPResponseError`) or a 500.
  ///   - eventLoopGroup: Where connections live and requests are answered; the caller shuts it down, after ``run()``.
  ///   - onListening: Called once connections are accepted, with the address and port.
  package convenience init(
    configuration: APIServerConfiguration = APIServerConfiguration(),
    responder: some HTTPResponder<ServerRequestContext>,
    eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    logger: Logger = Logger(label: "juggler.server"),
    onListening: @escaping @Sendable (SocketAddress) async -> Void = { _ in }
  ) {
    self.init(
      configuration: configuration, eventLoopGroup: eventLoopGroup, logger: logger, onListening: onListening
    ) { request, context in .written(try await responder.respond(to: request, context: context)) }
  }

  private init(
    configuration: APIServerConfiguration, eventLoopGroup: any EventLoopGroup, logger: Logger,
    onListening: @escaping @Sendable (SocketAddress) async -> Void, respond: @escaping Transport.Respond
  ) {
    self.configuration = configuration
    var limits = configuration.limits
    limits.connections = min(limits.connections, OpenFiles.makeRoom())
    load = ServerLoad(limits)
    group = eventLoopGroup
    self.logger = logger
    self.onListening = onListening
    self.respond = respond
  }

  /// As above, without leaving the executor of a request for its responder.
  package convenience init(
    configuration: APIServerConfiguration = APIServerConfiguration(),
    responder: APIResponder,
    eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    logger: Logger = Logger(label: "juggler.server"),
    onListening: @escaping @Sendable (SocketAddress) async -> Void = { _ in }
  ) {
    self.init(
      configuration: configuration, eventLoopGroup: eventLoopGroup, logger: logger, onListening: onListening
    ) { request, context in await responder.reply(to: request, context) }
  }

  /// As above, with the responder of a router; routes added to it later are not seen.
  package convenience init(
    configuration: APIServerConfiguration = APIServerConfiguration(),
    router: Router<ServerRequestContext>,
    eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    logger: Logger = Logger(label: "juggler.server"),
    onListening: @escaping @Sendable (SocketAddress) async -> Void = { _ in }
  ) {
    self.init(
      configuration: configuration, responder: router.buildResponder(), eventLoopGroup: eventLoopGroup, logger: logger,
      onListening: onListening)
  }

  /// Listens, and serves until a graceful shutdown or until it is cancelled.
  ///
  /// - Throws: ``APIServerError`` when it cannot listen or the TLS files are of no use.
  package func run() async throws {
    let transport = Transport(
      load: load, logger: logger, isSecure: configuration.tls != nil, proxies: configuration.proxies, respond: respond)
    let loops = try await EventLoops(group)
    do {
      let listener = try await Listener(configuration: configuration, transport: transport, loops: loops, group: group)
      await onListening(listener.address)
      await listener.serve()
      transport.startDraining()
      await loops.drain(within: Task.isCancelled ? .zero : configuration.drainTimeout)
    } catch {
      await loops.stop()
      throw error
    }
    await loops.stop()
  }
}

/// Why a server does not serve.
package struct APIServerError: Error, Sendable, CustomStringConvertible {
  package let description: String
}
