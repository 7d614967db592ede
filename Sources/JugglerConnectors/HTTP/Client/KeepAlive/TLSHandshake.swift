internal import NIOCore
internal import NIOTLS

/// Waits for the end of a TLS handshake. Used on its event loop only.
final class TLSHandshake: ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer

  private let ended: EventLoopPromise<Void>

  init(on loop: any EventLoop) { ended = loop.makePromise() }

  /// Fails, and closes the channel, when the handshake does not end well until then.
  func outcome(of channel: any Channel, until deadline: NIODeadline) -> EventLoopFuture<Void> {
    let timer = channel.eventLoop.scheduleTask(deadline: deadline) { self.ended.fail(ResponseError.slowHandshake) }
    ended.futureResult.whenComplete { _ in timer.cancel() }
    ended.futureResult.whenFailure { _ in channel.close(promise: nil) }
    return ended.futureResult
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted? = event as? TLSUserEvent { ended.succeed() }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    ended.fail(error)
    context.fireErrorCaught(error)
  }

  func handlerRemoved(context: ChannelHandlerContext) { ended.fail(ResponseError.noResponse) }
}
