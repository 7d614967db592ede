import HTTPTypes
import Hummingbird
import NIOCore

extension HTTP1Handler {
  func receive(_ bytes: ByteBuffer) {
    if reading == .closing || isBroken { return }
    if inbound == nil {
      if reading == .head { since = loop.now }
      inbound = bytes
    } else {
      inbound?.writeImmutableBuffer(bytes)
    }
    advance()
  }

  /// Takes as much of what has arrived as the present request allows.
  func advance() {
    guard !isAdvancing, !isBroken else { return }
    isAdvancing = true
    defer { isAdvancing = false }
    // Taken out, so that the parser changes it in place.
    var bytes = inbound.take() ?? ByteBuffer()
    while step(&bytes) {}
    // The connection has ended, or nothing that comes matters any more.
    guard place >= 0, reading != .closing else { return }
    // What arrived meanwhile is behind it.
    if let more = inbound { bytes.writeImmutableBuffer(more) }
    let rest = bytes.readableBytes
    inbound = rest == 0 ? nil : bytes
    if reading == .complete, rest > Self.bytesAhead { holdReads() }
  }

  /// - Returns: Whether there may be more to take.
  private func step(_ bytes: inout ByteBuffer) -> Bool {
    guard place >= 0 else { return false }
    if reading == .head, bytes.readableBytes == 0 { return false }
    do throws(RequestRefusal) {
      switch reading {
      case .head:
        guard let head = try parser.head(from: &bytes) else { return false }
        begin(head)
      case .streaming where isReadHeld:
        return false
      case .collecting, .streaming, .discarding:
        switch try parser.part(from: &bytes) {
        case .wait: return false
        case .bytes(let part): take(part)
        case .end: bodyEnded()
        }
      case .complete, .closing:
        return false
      }
      return true
    } catch {
      refuse(error)
      return false
    }
  }

  private func take(_ bytes: ByteBuffer) {
    switch reading {
    case .collecting: collect(bytes)
    case .streaming: stream(bytes)
    default: received += bytes.readableBytes
    }
  }

  private func bodyEnded() {
    switch reading {
    case .collecting: dispatch(whole: true)
    case .streaming:
      reading = .complete
      bodyStream?.finish()
      bodyStream = nil
    default:
      reading = .complete
      if case .nothing = answering { next() }
    }
  }

  /// A request begins.
  private func begin(_ head: HTTP1Parser.Head) {
    isFirst = false
    exchange = exchange.map { $0 + 1 }
    since = loop.now
    isHead = head.request.method == .head
    isHTTP10 = head.isHTTP10
    keepsAlive = head.keepsAlive
    bodyLength = head.bodyLength
    received = 0
    reading = .collecting
    if let refusal = admit(head) {
      // Whoever waits to be told to send the body is not told to.
      if head.expectsContinue { keepsAlive = false }
      reading = .discarding
      return answer(.refusal(refusal))
    }
    self.head = head.request
    if head.expectsContinue, bodyLength != 0 { proceed() }
  }

  private func admit(_ head: HTTP1Parser.Head) -> RequestRefusal? {
    let limit = transport.limits.bodySize
    if let length = head.bodyLength, length > limit { return .bodyTooLarge(limit: limit) }
    if let refusal = transport.load.admitRequest(from: { client(of: head.request) }) { return refusal }
    isAdmitted = true
    return nil
  }

  /// Tells a client that waits for it to send its body.
  private func proceed() {
    guard let context else { return }
    var buffer = context.channel.allocator.buffer(capacity: 32)
    buffer.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }

  private func collect(_ bytes: ByteBuffer) {
    guard count(bytes) else { return }
    if body == nil { body = bytes } else { body?.writeImmutableBuffer(bytes) }
    if received > Self.bodyAtOnce { dispatch(whole: false) }
  }

  private func stream(_ bytes: ByteBuffer) {
    guard count(bytes) else { return }
    if bodyStream?.yield(bytes) == false { holdReads() }
  }

  /// Counts bytes of the body, and refuses the request when they become too many.
  private func count(_ bytes: ByteBuffer) -> Bool {
    received += bytes.readableBytes
    if reading == .collecting {
      buffered += bytes.readableBytes
      transport.load.hold(bytes: bytes.readableBytes)
    }
    if received <= transport.limits.bodySize { return true }
    refuse(.bodyTooLarge(limit: transport.limits.bodySize))
    return false
  }

  /// Answers a request that is not worth a task, or whose task will get an error when it reads on.
  func refuse(_ refusal: RequestRefusal) {
    keepsAlive = false
    switch answering {
    case .nothing where reading == .discarding:
      // It has its answer already.
      context?.close(promise: nil)
    case .nothing:
      if reading == .head { (isHead, isHTTP10) = (false, false) }
      reading = .discarding
      bodyLength = nil
      answer(.refusal(refusal))
    case .pending:
      // The task finds it out as it reads, and answers.
      isBroken = true
      reading = .discarding
      bodyLength = nil
      leaveBody(refusal)
    case .streaming:
      leaveBody(refusal)
      context?.close(promise: nil)
    }
  }

  /// Has the request answered, with its body or while that still arrives.
  private func dispatch(whole: Bool) {
    guard let context, let head else { return }
    self.head = nil
    let bytes = body
    body = nil
    let requestBody: RequestBody
    let wholeBody = whole ? bytes ?? ByteBuffer() : nil
    if let wholeBody {
      reading = .complete
      requestBody = RequestBody(buffer: wholeBody)
    } else {
      reading = .streaming
      let handler = NIOLoopBound(self, eventLoop: loop.eventLoop)
      let stream = RequestBodyStream(
        eventLoop: loop.eventLoop, more: { handler.value.resumeReads() }, ended: { handler.value.bodyAbandoned() })
      bodyStream = stream
      if let bytes { _ = stream.yield(bytes) }
      requestBody = stream.body
    }
    answering = .pending
    incoming = IncomingRequest(
      request: Request(head: head, body: requestBody), wholeBody: wholeBody, channel: context.channel)
    let writer = AnswerWriter(self, eventLoop: loop.eventLoop)
    // Owned by this connection: cancelled when that ends, awaited by the server's drain through it.
    task = loop.workers.serve(writer, by: transport)
  }

  func takeRequest() -> IncomingRequest? { incoming.take() }

  /// Nobody reads the body any more.
  private func bodyAbandoned() {
    bodyStream = nil
    if reading == .streaming { reading = .discarding }
    resumeReads()
  }

  /// Ends the body for whoever reads it.
  func leaveBody(_ error: any Error) {
    head = nil
    body = nil
    bodyStream?.finish(error)
    bodyStream = nil
    if isReadHeld { resumeReads() }
  }

  func leaveAdmission() {
    if buffered > 0 {
      transport.load.release(bytes: buffered)
      buffered = 0
    }
    guard isAdmitted else { return }
    isAdmitted = false
    transport.load.leaveRequest(from: client)
  }

  private func client(of request: HTTPRequest) -> ClientAddress {
    let found = transport.client(of: request, on: context?.channel, known: client)
    client = found
    return found
  }
}
