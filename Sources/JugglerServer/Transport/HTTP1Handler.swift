import HTTPTypes
import Hummingbird
import NIOCore

/// One HTTP/1 connection: reads a request, has it answered by one task on this event loop, writes the answer, and begins
/// again. Requests that a client sends ahead wait for their turn.
///
/// What a request needs of Swift's concurrency is one task; its head and body come together, and an answer that is
/// complete leaves in one write. Only bodies beyond ``bodyAtOnce`` and answers of unknown length go piece by piece.
final class HTTP1Handler: ChannelDuplexHandler, LoopConnection, AnsweringHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = Never
  typealias OutboundOut = ByteBuffer

  /// Bytes of a body that are collected before the request is handed on.
  static let bodyAtOnce = 64 << 10
  /// Bytes of later requests that are held before the socket is left alone.
  static let bytesAhead = 64 << 10
  /// Bytes of a body nobody wants that are read for the sake of keeping the connection.
  static let bodyToDiscard = 256 << 10

  /// How far the present request was read.
  enum Reading {
    /// Its head is awaited.
    case head
    /// Its body is collected.
    case collecting
    /// Its body goes to the task as it arrives.
    case streaming
    /// All of it is here.
    case complete
    /// The rest of its body is of no interest.
    case discarding
    /// Nothing that arrives matters any more; the connection ends when the client has noticed.
    case closing
  }

  /// How far the present request is answered.
  enum Answering {
    case nothing
    /// A task works on it.
    case pending
    /// Its head and a part of its body have been written.
    case streaming(ResponseFraming)
  }

  let transport: Transport
  let loop: LoopContext
  var context: ChannelHandlerContext?
  var place = -1

  var reading = Reading.head
  var answering = Answering.nothing
  var task: Task<Void, Never>?

  /// Counts requests, so that whoever answers one cannot write into the answer of another.
  var exchange: Int? = 0

  // The present request.
  var head: HTTPRequest?
  var body: ByteBuffer?
  /// It is complete, or its body goes on as a stream: until its task takes it.
  var incoming: IncomingRequest?
  var bodyStream: RequestBodyStream?
  var bodyLength: Int?
  var received = 0
  var buffered = 0
  var isHead = false
  var isHTTP10 = false
  var keepsAlive = true
  /// It is counted among those whose answer has not begun.
  var isAdmitted = false

  /// The head of an answer whose body has not begun, and how many bytes of it are to come.
  var pendingHead: ByteBuffer?
  var remaining: Int?
  var writability = Writability()

  /// What has arrived and was not taken yet: of the present request, or of later ones.
  var inbound: ByteBuffer?
  var parser: HTTP1Parser
  var isAdvancing = false
  /// What arrives cannot be understood, and the connection ends with the answer in hand.
  var isBroken = false
  var isReadHeld = false
  var isReadWanted = false

  /// Who makes the present request, once somebody wanted to know it.
  var client: ClientAddress?

  // Ticks of the loop.
  var since = 0
  var isFirst = true

  init(transport: Transport, loop: LoopContext) {
    self.transport = transport
    self.loop = loop
    parser = HTTP1Parser(
      isSecure: transport.isSecure, maximumSize: transport.limits.headerSize,
      maximumCount: transport.limits.headerCount)
  }

  // MARK: Life of the connection

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    since = loop.now
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

  /// The client has gone: whoever works for it may stop.
  private func end() {
    guard place >= 0 else { return }
    loop.remove(self)
    transport.load.leaveConnection()
    reading = .closing
    exchange = nil
    inbound = nil
    task?.cancel()
    task = nil
    incoming = nil
    leaveBody(CancellationError())
    leaveAdmission()
    if case .streaming = answering { transport.load.streamEnded() }
    answering = .nothing
    stopWaitingUntilWritable()
    // What was decoded from a connection's last bytes is not followed by `channelReadComplete`.
    loop.executor.release()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  // MARK: Reading

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    loop.executor.hold()
    receive(unwrapInboundIn(data))
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    loop.executor.release()
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if isReadHeld { isReadWanted = true } else { context.read() }
  }

  func holdReads() { isReadHeld = true }

  func resumeReads() {
    guard isReadHeld else { return }
    isReadHeld = false
    advance()
    if !isReadHeld, isReadWanted {
      isReadWanted = false
      context?.read()
    }
  }

  // MARK: Writing

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    writability.changed(to: context.channel.isWritable, at: loop.now)
    context.fireChannelWritabilityChanged()
  }

  func waitUntilWritable(_ continuation: CheckedContinuation<Void, any Error>) {
    writability.wait(
      continuation, isWritable: context?.channel.isWritable ?? true, isCancelled: task?.isCancelled ?? false)
  }

  func stopWaitingUntilWritable() { writability.stopWaiting() }
}
