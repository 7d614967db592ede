import Hummingbird
import JugglerServer
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// A server on a loopback port, for as long as `body` takes; then it is shut down gracefully.
func withServer<Value: Sendable>(
  limits: ServerLimits = ServerLimits(), drainTimeout: Duration = .seconds(5), tls: TLSFiles? = nil,
  proxies: TrustedProxies? = nil,
  routes: (Router<ServerRequestContext>) -> Void,
  _ body: @escaping @Sendable (RunningServer) async throws -> Value
) async throws -> Value {
  let router = Router(context: ServerRequestContext.self)
  routes(router)
  let (addresses, continuation) = AsyncStream<SocketAddress>.makeStream()
  let configuration = APIServerConfiguration(
    port: 0, tls: tls, limits: limits, proxies: proxies, drainTimeout: drainTimeout)
  let server = APIServer(configuration: configuration, router: router) { address in
    continuation.yield(address)
    continuation.finish()
  }
  let services = ServiceGroup(
    configuration: .init(
      services: [.init(service: server)], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
  return try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await services.run() }
    for await address in addresses {
      let running = RunningServer(address: address, server: server, services: services)
      let value = try await body(running)
      await services.triggerGracefulShutdown()
      try await group.waitForAll()
      return value
    }
    try await group.waitForAll()
    throw ServerDidNotStart()
  }
}

struct ServerDidNotStart: Error {}

struct RunningServer: Sendable {
  let address: SocketAddress
  let server: APIServer
  let services: ServiceGroup

  var port: Int { address.port ?? 0 }
  var url: String { "http://127.0.0.1:\(port)" }

  /// A connection whose bytes the test writes and reads itself.
  func connect() async throws -> RawConnection { try await RawConnection(address) }
}

/// A TCP connection as bytes.
struct RawConnection: Sendable {
  private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

  init(_ address: SocketAddress) async throws {
    channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(to: address) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
      }
  }

  /// Writes `text`, and reads until the server closes or `enough` says so.
  func exchange(
    _ text: String, until enough: @escaping @Sendable (String) -> Bool = { _ in false }
  ) async throws -> String {
    try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: text))
      var received = ""
      for try await bytes in inbound {
        received += String(buffer: bytes)
        if enough(received) { break }
      }
      return received
    }
  }

  /// Gives `body` the two directions.
  func use<Value: Sendable>(
    _ body:
      @escaping @Sendable (NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>)
      async throws -> Value
  ) async throws -> Value {
    try await channel.executeThenClose(body)
  }
}
