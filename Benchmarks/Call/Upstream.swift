import Foundation
import NIOCore
import NIOPosix

/// A server in a process of its own, so that its CPU time is not counted. It answers whatever it is asked with the same bytes.
struct Upstream {
  let port: Int
  private let process: Process
  private let input: Pipe

  static func start() throws -> Upstream {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = ["upstream"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    return Upstream(
      port: Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0, process: process, input: input)
  }

  func stop() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Serves until standard input ends.
  static func serve() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Answerer()) }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    print(channel.localAddress?.port ?? 0)
    fflush(nil)
    // Whoever started this process holds the other end.
    await Task.detached { while readLine() != nil {} }.value
    try await channel.close()
  }

  private final class Answerer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer = ByteBuffer(
      string: "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        + "content-length: \(Documents.answer.utf8.count)\r\n"
        + "date: Sun, 01 Feb 2026 10:00:00 GMT\r\nserver: upstream\r\n\r\n" + Documents.answer)

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let bytes = unwrapInboundIn(data).readableBytesView
      // The benchmark's requests come whole and have no body.
      guard bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return context.close(promise: nil) }
      context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
    }
  }
}
