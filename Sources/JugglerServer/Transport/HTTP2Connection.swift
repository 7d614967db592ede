import NIOCore
import NIOHTTP2

/// An HTTP/2 connection as its event loop sees it: its streams answer for themselves.
final class HTTP2Connection: ChannelInboundHandler, LoopConnection {
  typealias InboundIn = HTTP2Frame
  typealias InboundOut = HTTP2Frame

  private let transport: Transport
  private let loop: LoopContext
  private var context: ChannelHandlerContext?
  var place = -1

  init(transport: Transport, loop: LoopContext) {
    self.transport = transport
    self.loop = loop
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    loop.add(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) { end() }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func end() {
    guard place >= 0 else { return }
    loop.remove(self)
    transport.load.leaveConnection()
    context = nil
  }

  /// Idle connections are ended by `NIOHTTP2ServerConnectionManagementHandler`.
  func check(at now: Int) {}

  func drain() {
    context?.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
  }

  func abort() { context?.close(promise: nil) }
}
