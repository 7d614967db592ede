import HTTPTypes
import NIOCore

/// Answers a connection that is one too many, and closes it.
final class RefusingHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let isSecure: Bool

  init(isSecure: Bool) { self.isSecure = isSecure }

  func channelActive(context: ChannelHandlerContext) {
    let channel = context.channel
    // An answer before the handshake could not be read.
    if isSecure { return channel.close(promise: nil) }
    let answer = PlainAnswer.refusal(.overloaded("it has as many connections as it may"))
    var buffer = channel.allocator.buffer(capacity: 512)
    buffer.writeHead(answer.head, framing: .length, date: HTTPDate.now, connection: "close")
    buffer.writeImmutableBuffer(answer.body)
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    // Closing before the request has come would reset the connection, and the client might never see its answer.
    channel.close(mode: .output, promise: nil)
    channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
