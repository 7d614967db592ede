internal import NIOCore
internal import NIOHTTP1

/// A connection, as the last handler of its channel but for those that decompress. Used on its event loop only.
final class ClientConnection: ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = HTTPClientResponsePart
  typealias OutboundOut = ByteBuffer

  weak var pool: ConnectionPool?
  var idleSince = NIODeadline.uptimeNanoseconds(0)
  private let readTimeout: TimeAmount?
  private var context: ChannelHandlerContext?
  private var exchange: ClientExchange?
  private var reader = ResponseReader(answersHEAD: false, limit: 0)
  private var isWriting = false
  private var inflater: ResponseInflater?
  private var silence: Scheduled<Void>?

  private var handshake: TLSHandshake?

  init(handshake: TLSHandshake?, readTimeout: TimeAmount?) {
    self.handshake = handshake
    self.readTimeout = readTimeout
  }

  /// The same connection, once TLS is negotiated.
  func handshake(until deadline: NIODeadline) -> EventLoopFuture<ClientConnection> {
    guard let context, let handshake else { preconditionFailure("only connections with TLS have a handshake") }
    self.handshake = nil
    return handshake.outcome(of: context.channel, until: deadline).map { self }
  }

  var isOpen: Bool { context?.channel.isActive ?? false }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// Sends a request; false when the connection is closed and nothing of the request can have reached the server.
  func send(_ exchange: ClientExchange) -> Bool {
    guard let context, context.channel.isActive else { return false }
    reader = ResponseReader(answersHEAD: exchange.isHEAD, limit: exchange.limit)
    if let body = exchange.body {
      isWriting = true
      context.write(wrapOutboundOut(exchange.head), promise: nil)
      let written = context.eventLoop.makePromise(of: Void.self)
      written.futureResult.whenComplete { _ in self.isWriting = false }
      context.writeAndFlush(wrapOutboundOut(body), promise: written)
    } else {
      context.writeAndFlush(wrapOutboundOut(exchange.head), promise: nil)
      // A write that fails closes the channel at once.
      guard context.channel.isActive else { return false }
    }
    self.exchange = exchange
    exchange.connection = self
    waitForBytes()
    if !isOpen { fail(ResponseError.noResponse) }
    return true
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // What nobody asked for.
    guard exchange != nil else { return close() }
    do {
      if let response = try reader.read(unwrapInboundIn(data)) { succeed(response) } else { waitForBytes() }
    } catch {
      fail(error)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    pool?.remove(self)
    guard exchange != nil else { return }
    do {
      succeed(try reader.end())
    } catch {
      fail(error)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error) }

  private func succeed(_ response: HTTPResponse) {
    guard let exchange else { return }
    self.exchange = nil
    silence?.cancel()
    silence = nil
    let result = Result { reader.isCompressed ? try inflated(response, limit: exchange.limit) : response }
    if reader.keepsAlive, !exchange.closesConnection, !isWriting, let pool { pool.keep(self) } else { close() }
    switch result {
    case .success(let response): exchange.succeed(response)
    case .failure(let error): exchange.fail(error)
    }
  }

  private func fail(_ error: any Error) {
    silence?.cancel()
    silence = nil
    let exchange = exchange
    self.exchange = nil
    close()
    exchange?.fail(error)
  }

  /// Nobody wants the response any more.
  func abandon() {
    exchange = nil
    silence?.cancel()
    silence = nil
    close()
  }

  func close() { context?.close(promise: nil) }

  private func waitForBytes() {
    guard let readTimeout, let context else { return }
    silence?.cancel()
    silence = context.eventLoop.assumeIsolated().scheduleTask(in: readTimeout) { self.fail(ResponseError.silence) }
  }

  private func inflated(_ response: HTTPResponse, limit: Int) throws -> HTTPResponse {
    guard let context, response.body.readableBytes > 0 else { return response }
    let inflater: ResponseInflater
    if let known = self.inflater {
      inflater = known
    } else {
      inflater = try ResponseInflater(behind: self, in: context, limit: limit)
      self.inflater = inflater
    }
    context.fireChannelRead(wrapInboundOut(.head(inflater.head(of: response))))
    context.fireChannelRead(wrapInboundOut(.body(response.body)))
    context.fireChannelRead(wrapInboundOut(.end(nil)))
    return HTTPResponse(head: response.head, body: try inflater.take())
  }
}
