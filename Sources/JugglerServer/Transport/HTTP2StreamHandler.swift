import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP2
import NIOHTTPTypes

/// One request of an HTTP/2 connection, on the channel of its stream; answered as ``HTTP1Handler`` answers.
final class HTTP2StreamHandler: ChannelDuplexHandler, LoopConnection, AnsweringHandler {
  typealias InboundIn = HTTPRequestPart
  typealias OutboundIn = Never
  typealias OutboundOut = HTTPResponsePart

  private enum Answering {
    case nothing
    case pending
    case streaming
    case done
  }

  private let transport: Transport
  private let loop: LoopContext
  /// Of the connection: a stream's channel has none.
  private let connection: any Channel
  private var context: ChannelHandlerContext?
  var place = -1
  private(set) var exchange: Int? = 0

  private var head: HTTPRequest?
  private var body: ByteBuffer?
  private var incoming: IncomingRequest?
  private var bodyStream: RequestBodyStream?
  private var isComplete = false
  private var received = 0
  private var buffered = 0
  private var isAdmitted = false
  private var client: ClientAddress?

  private var answering = Answering.nothing
  private var task: Task<Void, Never>?
  private var writability = Writability()

  private var isReadHeld = false
  private var isReadWanted = false
  private var since: Int

  init(transport: Transport, loop: LoopContext, connection: any Channel) {
    self.transport = transport
    self.loop = loop
    self.connection = connection
    since = loop.now
  }

  // MARK: Life of the stream

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    loop.add(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    end()
    self.context = nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  /// The client has gone, or all is done.
  private func end() {
    guard place >= 0 else { return }
    loop.remove(self)
    exchange = nil
    task?.cancel()
    task = nil
    incoming = nil
    leaveBody(CancellationError())
    leaveAdmission()
    if case .streaming = answering { transport.load.streamEnded() }
    answering = .done
    stopWaitingUntilWritable()
    loop.executor.release()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  // MARK: Reading

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    loop.executor.hold()
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head)
    case .body(let bytes): take(bytes)
    case .end:
      isComplete = true
      bodyStream?.finish()
      bodyStream = nil
      if case .nothing = answering { dispatch() }
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    loop.executor.release()
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if isReadHeld { isReadWanted = true } else { context.read() }
  }

  private func resumeReads() {
    isReadHeld = false
    guard isReadWanted else { return }
    isReadWanted = false
    context?.read()
  }

  private func begin(_ head: HTTPRequest) {
    let length = head.headerFields[.contentLength].flatMap { Int($0) } ?? 0
    if length > transport.limits.bodySize { return answer(.refusal(.bodyTooLarge(limit: transport.limits.bodySize))) }
    if let refusal = transport.load.admitRequest(from: { client(of: head) }) { return answer(.refusal(refusal)) }
    isAdmitted = true
    self.head = head
    // An interim answer (100) could be sent here, but no client of HTTP/2 is known that waits for it long.
  }

  private func take(_ bytes: ByteBuffer) {
    received += bytes.readableBytes
    guard received <= transport.limits.bodySize else {
      let refusal = RequestRefusal.bodyTooLarge(limit: transport.limits.bodySize)
      if case .nothing = answering { answer(.refusal(refusal)) } else { leaveBody(refusal) }
      return
    }
    if let bodyStream {
      if !bodyStream.yield(bytes) { isReadHeld = true }
    } else if case .nothing = answering {
      buffered += bytes.readableBytes
      transport.load.hold(bytes: bytes.readableBytes)
      if body == nil { body = bytes } else { body?.writeImmutableBuffer(bytes) }
      if received > HTTP1Handler.bodyAtOnce { dispatch() }
    }
  }

  private func dispatch() {
    guard let head else { return }
    self.head = nil
    let bytes = body
    body = nil
    let requestBody: RequestBody
    if isComplete {
      requestBody = RequestBody(buffer: bytes ?? ByteBuffer())
    } else {
      let handler = NIOLoopBound(self, eventLoop: loop.eventLoop)
      let stream = RequestBodyStream(
        eventLoop: loop.eventLoop, more: { handler.value.resumeReads() },
        ended: {
          handler.value.bodyStream = nil
          handler.value.resumeReads()
        })
      bodyStream = stream
      if let bytes { _ = stream.yield(bytes) }
      requestBody = stream.body
    }
    answering = .pending
    incoming = IncomingRequest(
      request: Request(head: head, body: requestBody), wholeBody: isComplete ? bytes ?? ByteBuffer() : nil,
      channel: connection)
    let writer = AnswerWriter(self, eventLoop: loop.eventLoop)
    // Owned by this stream, as in HTTP1Handler.
    task = loop.workers.serve(writer, by: transport)
  }

  func takeRequest() -> IncomingRequest? { incoming.take() }

  func answer(json: inout ByteBuffer) -> Bool { false }

  private func leaveBody(_ error: any Error) {
    head = nil
    body = nil
    bodyStream?.finish(error)
    bodyStream = nil
    resumeReads()
  }

  private func leaveAdmission() {
    if buffered > 0 {
      transport.load.release(bytes: buffered)
      buffered = 0
    }
    guard isAdmitted else { return }
    isAdmitted = false
    transport.load.leaveRequest(from: client)
  }

  private func client(of request: HTTPRequest) -> ClientAddress {
    let found = transport.client(of: request, on: connection, known: nil)
    client = found
    return found
  }

  // MARK: Answering

  private func answer(_ answer: PlainAnswer) {
    answering = .pending
    if start(answer.head, length: answer.body.readableBytes) {
      _ = write(answer.body)
      finish(nil)
    }
  }

  func start(_ head: HTTPResponse, length: Int?) -> Bool {
    guard let context, case .pending = answering else { return false }
    leaveAdmission()
    answering = .streaming
    transport.load.streamBegan()
    var head = head
    head.headerFields[.connection] = nil
    head.headerFields[.transferEncoding] = nil
    if head.status.code == 204 {
      head.headerFields[.contentLength] = nil
    } else if let length, head.status.code != 304, !head.headerFields.contains(.contentLength) {
      head.headerFields[.contentLength] = String(length)
    }
    if !head.headerFields.contains(.date) { head.headerFields[.date] = loop.date }
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if length == nil { context.flush() }
    return true
  }

  func write(_ bytes: ByteBuffer) -> Bool {
    guard let context, case .streaming = answering else { return true }
    context.writeAndFlush(wrapOutboundOut(.body(bytes)), promise: nil)
    return context.channel.isWritable
  }

  func finish(_ trailers: HTTPFields?) {
    guard let context, case .streaming = answering else { return }
    transport.load.streamEnded()
    answering = .done
    since = loop.now
    task = nil
    let isUnread = !isComplete
    leaveBody(CancellationError())
    context.writeAndFlush(wrapOutboundOut(.end(trailers)), promise: nil)
    // What is left of the request is of no interest; the reset says so.
    if isUnread { context.close(promise: nil) }
  }

  func breakOff() {
    context?.close(promise: nil)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    writability.changed(to: context.channel.isWritable, at: loop.now)
    context.fireChannelWritabilityChanged()
  }

  func waitUntilWritable(_ continuation: CheckedContinuation<Void, any Error>) {
    writability.wait(
      continuation, isWritable: context?.channel.isWritable ?? true, isCancelled: task?.isCancelled ?? false)
  }

  func stopWaitingUntilWritable() { writability.stopWaiting() }

  // MARK: Deadlines

  func check(at now: Int) {
    let limits = transport.limits
    if writability.isLost(at: now, for: limits.writeTimeout) { return abort() }
    switch answering {
    case .done:
      // The end was written, and the client does not take it.
      if now - since > LoopContext.ticks(limits.writeTimeout) { abort() }
    case .nothing, .pending, .streaming:
      guard !isComplete, !isReadHeld else { return }
      let allowed = limits.bodyTimeout + .seconds(received / max(1, limits.bodyRate))
      guard now - since > LoopContext.ticks(allowed) else { return }
      if case .nothing = answering { answer(.refusal(.tooSlow)) } else { leaveBody(RequestRefusal.tooSlow) }
    }
  }

  func drain() {
    if case .streaming = answering { task?.cancel() }
  }

  func abort() { context?.close(promise: nil) }
}
