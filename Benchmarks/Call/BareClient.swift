import NIOCore
import NIOPosix
import Synchronization

/// The least that a call can cost on NIO: a connection for each caller, bytes out, bytes in, nothing read of them.
final class BareClient: Sendable {
  private let port: Int
  private let idle = Mutex<[ObjectIdentifier: [Connection]]>([:])
  private let request: ByteBuffer

  init(port: Int) {
    self.port = port
    request = ByteBuffer(string: "GET /items/7 HTTP/1.1\r\nhost: 127.0.0.1:\(port)\r\n\r\n")
  }

  func call() async throws {
    guard let loop = MultiThreadedEventLoopGroup.currentEventLoop else { return }
    let key = ObjectIdentifier(loop)
    let connection: Connection
    if let free = idle.withLock({ $0[key]?.popLast() }) {
      connection = free
    } else {
      connection = try await Connection.open(port, on: loop)
    }
    try await connection.call(request)
    idle.withLock { $0[key, default: []].append(connection) }
  }

  // Used on its loop only.
  private final class Connection: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    private var context: ChannelHandlerContext?
    private var waiter: UnsafeContinuation<Void, any Error>?

    static func open(_ port: Int, on loop: any EventLoop) async throws -> Connection {
      let connection = Connection()
      _ = try await ClientBootstrap(group: loop)
        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(connection) }
        }
        .connect(host: "127.0.0.1", port: port).get()
      return connection
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func call(_ request: ByteBuffer) async throws {
      try await withUnsafeThrowingContinuation { continuation in
        waiter = continuation
        context?.writeAndFlush(NIOAny(request), promise: nil)
      }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard unwrapInboundIn(data).readableBytes > Documents.answer.utf8.count else { return }
      waiter?.resume()
      waiter = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
      waiter?.resume(throwing: ChannelError.ioOnClosedChannel)
      waiter = nil
    }
  }
}
