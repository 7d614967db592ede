import IPAddresses
import JSON
import Juggler
import JugglerTesting
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import JugglerConnectors

/// What the client does with its connections, seen from a server that answers in bytes.
@Suite(.timeLimit(.minutes(1))) struct KeepAliveTests {
  private func call(
    _ server: RawServer, _ path: String = "/", method: String = "get",
    _ configure: (inout HTTPConnector.Configuration) -> Void = { _ in }, times: Int = 1
  ) async throws -> [JSONValue] {
    var configuration = HTTPConnector.Configuration()
    configure(&configuration)
    let connector = HTTPConnector(configuration: configuration)
    var outputs: [JSONValue] = []
    do {
      for _ in 0..<times {
        let arguments: JSONObject = [
          "method": .string(method), "uri": .string("http://127.0.0.1:\(server.port)\(path)"),
        ]
        outputs.append(try await connector.perform(arguments, in: context))
      }
    } catch {
      await connector.shutdown()
      throw error
    }
    await connector.shutdown()
    return outputs
  }

  private static let ok = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx"

  @Test(arguments: [
    (ok, 1),
    ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", 1),
    ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", 3),
    ("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx", 3),
    (ok + "HTTP/1.1 200 OK\r\n", 3),
  ]) func usesAConnectionAgainWhereItMay(_ answer: String, _ connections: Int) async throws {
    try await RawServer.with(answer) { server async throws in
      #expect(try await call(server, times: 3) == ["x", "x", "x"])
      #expect(server.connections == connections)
    }
  }

  @Test func readsAResponseToHEADWithoutABody() async throws {
    try await RawServer.with("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n") { server async throws in
      #expect(try await call(server, method: "head", times: 2) == [.null, .null])
      #expect(server.connections == 1)
    }
  }

  @Test func opensAnotherConnectionWhenTheServerClosedTheIdleOne() async throws {
    try await RawServer.with(Self.ok, closesAfter: .milliseconds(1)) { server async throws in
      let connector = HTTPConnector()
      let arguments: JSONObject = ["method": "get", "uri": .string("http://127.0.0.1:\(server.port)/")]
      for round in 1...5 {
        _ = try await connector.perform(arguments, in: context)
        await server.closed(round)
        // The client's loops look at their sockets between two of these.
        for _ in 1...3 {
          for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try await loop.submit {}.get() }
        }
      }
      await connector.shutdown()
      #expect(server.connections == 5)
      #expect(server.requests == 5)
    }
  }

  @Test func sendsNothingAgainThatMayHaveReachedTheServer() async throws {
    try await RawServer.with(nil) { server async throws in
      let fault = try await fault { try await call(server).first ?? .null }
      #expect(fault.detail?.contains("the server closed the connection without a response") == true)
      #expect(server.requests == 1)
    }
  }

  @Test func saysWhatIsNoHTTP() async throws {
    try await RawServer.with("SSH-2.0-OpenSSH_9.2\r\n\r\n") { server async throws in
      let fault = try await fault { try await call(server).first ?? .null }
      #expect(fault.detail?.contains("no valid HTTP/1.1: the status line is 'SSH-2.0-OpenSSH_9.2'") == true)
    }
  }

  @Test(arguments: ["127.0.0.1", "localhost"]) func opensNoConnectionThatIsNotAllowed(_ host: String) async throws {
    try await RawServer.with(Self.ok) { server async throws in
      var configuration = HTTPConnector.Configuration()
      configuration.outbound = .server(denied: [.addresses("127.0.0.0/8"), .addresses("::1")])
      let connector = HTTPConnector(configuration: configuration)
      let fault = try await fault {
        try await connector.perform(
          ["method": "get", "uri": .string("http://\(host):\(server.port)/")], in: context)
      }
      await connector.shutdown()
      #expect(fault.type == Fault.Kind.authorization.type)
      #expect(fault.detail?.contains("not allowed") == true, "\(fault)")
      #expect(server.connections == 0)
    }
  }

  @Test func closesConnectionsThatNobodyUses() async throws {
    try await RawServer.with(Self.ok) { server async throws in
      var configuration = HTTPConnector.Configuration()
      configuration.idleTimeout = .milliseconds(1)
      let connector = HTTPConnector(configuration: configuration)
      _ = try await connector.perform(
        ["method": "get", "uri": .string("http://127.0.0.1:\(server.port)/")], in: context)
      await server.closed(1)
      await connector.shutdown()
    }
  }

  @Test func sendsRequestsAsTheyAre() async throws {
    try await RawServer.with(Self.ok) { server async throws in
      let connector = HTTPConnector()
      _ = try await connector.perform(
        [
          "method": "post", "uri": .string("http://127.0.0.1:\(server.port)?a=1"), "body": ["b": 2],
          "headers": ["X": "y", "Content-Length": "99", "Transfer-Encoding": "chunked", "Idempotency-Key": "k"],
        ], in: context)
      await connector.shutdown()
      #expect(
        server.received == "POST /?a=1 HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nX: y\r\nIdempotency-Key: k\r\n"
          + "User-Agent: juggler\r\nAccept-Encoding: gzip, deflate\r\nContent-Type: application/json\r\n"
          + "Content-Length: 7\r\n\r\n{\"b\":2}")
    }
  }
}

/// Answers every request, which must come in one piece, with the same bytes.
private final class RawServer: Sendable {
  private struct State {
    var connections = 0
    var requests = 0
    var closed = 0
    var received = ""
    var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())
  private let channel: any Channel

  var port: Int { channel.localAddress?.port ?? 0 }
  var connections: Int { state.withLock { $0.connections } }
  var requests: Int { state.withLock { $0.requests } }
  var received: String { state.withLock { $0.received } }

  /// - Parameters:
  ///   - answer: nil closes the connection instead.
  ///   - closesAfter: closes the connection so long after an answer.
  static func with(
    _ answer: String?, closesAfter: TimeAmount? = nil, _ body: (RawServer) async throws -> Void
  ) async throws {
    let holder = Mutex<RawServer?>(nil)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let server = holder.withLock({ $0 }) else { return }
          try channel.pipeline.syncOperations.addHandler(Handler(server, answer, closesAfter))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let server = RawServer(channel)
    holder.withLock { $0 = server }
    do {
      try await body(server)
      try await channel.close()
    } catch {
      try? await channel.close()
      throw error
    }
  }

  private init(_ channel: any Channel) { self.channel = channel }

  /// Returns when so many connections are closed.
  func closed(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.closed < count { state.waiters.append((count, continuation)) }
        return state.closed >= count
      }
      if isThere { continuation.resume() }
    }
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: RawServer
    private let answer: String?
    private let delay: TimeAmount?

    init(_ server: RawServer, _ answer: String?, _ delay: TimeAmount?) {
      (self.server, self.answer, self.delay) = (server, answer, delay)
    }

    func channelActive(context: ChannelHandlerContext) { server.state.withLock { $0.connections += 1 } }

    func channelInactive(context: ChannelHandlerContext) {
      let ready = server.state.withLock { state in
        state.closed += 1
        defer { state.waiters.removeAll { $0.count <= state.closed } }
        return state.waiters.filter { $0.count <= state.closed }.map(\.continuation)
      }
      for continuation in ready { continuation.resume() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let text = String(buffer: unwrapInboundIn(data))
      server.state.withLock { state in
        state.requests += 1
        state.received += text
      }
      guard let answer else { return context.close(promise: nil) }
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
      guard let delay else { return }
      let channel = context.channel
      context.eventLoop.scheduleTask(in: delay) { channel.close(promise: nil) }
    }
  }
}
