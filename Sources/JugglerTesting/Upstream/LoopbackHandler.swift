internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// Serves the requests of one connection, one after the other.
final class LoopbackHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private struct Exchange {
    let request: LoopbackRequest
    let keepAlive: Bool
  }

  private let upstream: LoopbackUpstream
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  /// Requests that came while an earlier one was being answered.
  private var queue: [Exchange] = []
  private var isActive = false
  private var timer: Scheduled<Void>?

  init(upstream: LoopbackUpstream) { self.upstream = upstream }

  func channelActive(context: ChannelHandlerContext) {
    let channel = context.channel
    guard upstream.state.withLock({ $0.open(channel) }) else { return context.close(promise: nil) }
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    let channel = context.channel
    upstream.state.withLock { $0.close(channel) }
    queue = []
    finish(answered: false)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      if head.headers.contains(name: "expect") {
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
      }
    case .body(let buffer):
      body += buffer.readableBytesView
    case .end:
      guard let head else { return }
      let request = LoopbackRequest(
        method: head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) }, body: body)
      self.head = nil
      body = []
      queue.append(Exchange(request: request, keepAlive: head.isKeepAlive))
      serveNext(context: context)
    }
  }

  private func serveNext(context: ChannelHandlerContext) {
    guard !isActive, !queue.isEmpty else { return }
    let exchange = queue.removeFirst()
    isActive = true
    var request = exchange.request
    let (answer, woken) = upstream.state.withLock { $0.receive(&request) }
    for waiter in woken { waiter.continuation.resume() }
    let response = answer?(request) ?? .text("no route for \(request.method) \(request.path)\n", status: 404)
    guard response.delay > .zero else { return send(response, to: exchange, context: context) }
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(response.delay)) {
      self.send(response, to: exchange, context: context)
    }
  }

  private func send(_ response: LoopbackResponse, to exchange: Exchange, context: ChannelHandlerContext) {
    switch response.ending {
    case .never: return
    case .disconnect: return context.close(promise: nil)
    case .complete, .truncate, .stall: break
    }
    writeHead(of: response, to: exchange, context: context)
    let isBodiless = exchange.request.method == "HEAD" || [204, 304].contains(response.status)
    var sent = isBodiless ? [] : response.body[...]
    if case .truncate(let count) = response.ending { sent = sent.prefix(count) }
    if case .stall(let count) = response.ending { sent = sent.prefix(count) }
    if !sent.isEmpty {
      context.write(wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: sent)))), promise: nil)
    }
    switch response.ending {
    case .stall: return context.flush()
    case .truncate:
      context.flush()
      return context.close(promise: nil)
    default: break
    }
    finish(answered: true)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    guard exchange.keepAlive else { return context.close(promise: nil) }
    serveNext(context: context)
  }

  private func writeHead(of response: LoopbackResponse, to exchange: Exchange, context: ChannelHandlerContext) {
    var headers = HTTPHeaders()
    headers.reserveCapacity(response.headers.count + 2)
    for (name, value) in response.headers { headers.add(name: name, value: value) }
    if response.status != 204, response.status != 304 {
      headers.add(name: "content-length", value: String(response.body.count))
    }
    if !exchange.keepAlive { headers.add(name: "connection", value: "close") }
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: response.status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
  }

  private func finish(answered: Bool) {
    guard isActive else { return }
    isActive = false
    for waiter in upstream.state.withLock({ $0.finish(answered: answered) }) { waiter.continuation.resume() }
  }
}
