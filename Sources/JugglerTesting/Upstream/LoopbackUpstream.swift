package import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// A real HTTP/1.1 server on 127.0.0.1 that answers as scripted, for tests, demonstrations and benchmarks.
///
/// Thousands of its responses can be waiting at once: a delay is a timer of an event loop, not a thread or a task.
public final class LoopbackUpstream: Sendable {
  /// Answers a request. It runs on an event loop and must not block; use `LoopbackResponse.after(_:)` to wait.
  public typealias Handler = @Sendable (LoopbackRequest) -> LoopbackResponse

  /// The port that the system chose, or the one asked for.
  public let port: Int
  /// Where it listens, such as `http://127.0.0.1:41234`, without a slash at the end.
  public var url: String { "http://127.0.0.1:\(port)" }

  private let server: any Channel
  let state: Mutex<LoopbackState>

  private init(server: any Channel, port: Int, recording: Bool) {
    self.server = server
    self.port = port
    state = Mutex(LoopbackState(recording: recording))
  }

  /// Starts to listen, on a free port unless `port` names one.
  ///
  /// - Parameter recording: whether `requests` keeps every request; turn it off for millions of them.
  /// - Throws: the system's error when the port cannot be had.
  public static func start(port: Int = 0, recording: Bool = true) async throws -> LoopbackUpstream {
    try await start(port: port, recording: recording, prepare: { _ in })
  }

  /// - Parameter prepare: called with every connection before HTTP is set up on it, for TLS.
  package static func start(
    port: Int = 0, recording: Bool = true, prepare: @escaping @Sendable (any Channel) throws -> Void
  ) async throws -> LoopbackUpstream {
    let owner = Mutex<LoopbackUpstream?>(nil)
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 4096)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.maxMessagesPerRead, value: 64)
      // Nothing is accepted before the handlers can reach their owner.
      .serverChannelOption(.autoRead, value: false)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let upstream = owner.withLock({ $0 }) else { throw ChannelError.ioOnClosedChannel }
          try prepare(channel)
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandlers([
            HTTPResponseEncoder(), ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)),
            LoopbackHandler(upstream: upstream),
          ])
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    let upstream = LoopbackUpstream(server: server, port: server.localAddress?.port ?? port, recording: recording)
    owner.withLock { $0 = upstream }
    try await server.setOption(.autoRead, value: true).get()
    return upstream
  }

  /// Stops listening and closes every connection.
  public func stop() async {
    try? await server.close().get()
    for connection in state.withLock({ $0.stop() }) {
      try? await connection.close().get()
    }
  }
}

extension LoopbackUpstream {
  /// Adds a route. A later one wins over an earlier one that matches as well; what none matches is answered with 404.
  ///
  /// - Parameters:
  ///   - method: a method, or `*` for any.
  ///   - pattern: a path whose segments are literal, `{name}`, or `*` at the end.
  public func route(_ method: String, _ pattern: String, _ answer: @escaping Handler) {
    state.withLock { $0.routes.append(LoopbackRoute(method: method, pattern: pattern, answer: answer)) }
  }

  /// Adds a route that gives the responses in order and repeats the last one.
  public func route(_ method: String, _ pattern: String, _ responses: LoopbackResponse...) {
    precondition(!responses.isEmpty, "a route needs a response to give")
    route(method, pattern) { responses[min($0.index, responses.count - 1)] }
  }
}

/// Runs `body` with a started upstream and stops it afterwards, whatever happens.
public func withLoopbackUpstream<Result>(
  recording: Bool = true, _ body: (LoopbackUpstream) async throws -> Result
) async throws -> Result {
  let upstream = try await LoopbackUpstream.start(recording: recording)
  do {
    let result = try await body(upstream)
    await upstream.stop()
    return result
  } catch {
    await upstream.stop()
    throw error
  }
}
