import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

extension HTTP1Handler {
  func receive(_ part: HTTPServerRequestPart) {
    switch (reading, part) {
    case (.head, .head(let head)): begin(head)
    case (.collecting, .body(let bytes)): collect(bytes)
    case (.collecting, .end): dispatch(whole: true)
    case (.streaming, .body(let bytes)): stream(bytes)
    case (.streaming, .end):
      reading = .complete
      bodyStream?.finish()
      bodyStream = nil
    case (.discarding, .end):
      reading = .complete
      if case .nothing = answering { next() }
    case (.discarding, .body), (.closing, _): break
    default:
      ahead.append(part)
      if ahead.count >= Self.partsAhead { holdReads() }
    }
  }

  /// A request begins.
  private func begin(_ head: HTTPRequestHead) {
    isFirst = false
    exchange += 1
    since = loop.now
    isHead = head.method == .HEAD
    isHTTP10 = head.version.major == 1 && head.version.minor == 0
    keepsAlive = head.isKeepAlive
    received = 0
    bodyLength = 0
    reading = .collecting
    do throws(RequestRefusal) {
      guard head.version.major == 1 else { throw .malformed("its version is neither 1.0 nor 1.1") }
      let request = try HTTPRequest(head, isSecure: transport.isSecure)
      if request.headerFields.contains(.transferEncoding) {
        bodyLength = nil
      } else if let length = request.headerFields[.contentLength] {
        bodyLength = Int(length)
      }
      if let bodyLength, bodyLength > transport.limits.bodySize {
        throw .bodyTooLarge(limit: transport.limits.bodySize)
      }
      if let refusal = transport.load.admitRequest(from: client) { throw refusal }
      isAdmitted = true
      self.head = request
      if bodyLength != 0, request.headerFields[.expect]?.lowercased() == "100-continue" { proceed() }
    } catch {
      // What cannot be understood may be meant to be understood differently by somebody in between.
      if case .malformed = error { keepsAlive = false }
      reading = .discarding
      answer(.refusal(error))
    }
  }

  /// Tells a client that waits for it to send its body.
  private func proceed() {
    guard let context, !isHTTP10 else { return }
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
    case .nothing:
      if reading == .head { (isHead, isHTTP10) = (false, false) }
      reading = .discarding
      bodyLength = nil
      answer(.refusal(refusal))
    case .pending:
      // The task finds it out as it reads, and answers.
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
    if whole {
      reading = .complete
      requestBody = RequestBody(buffer: bytes ?? ByteBuffer())
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
    let request = Request(head: head, body: requestBody)
    let writer = HTTP1BodyWriter(self, eventLoop: loop.eventLoop)
    let channel = context.channel
    // Owned by this connection: cancelled when that ends, awaited by the server's drain through it.
    task = Task(executorPreference: loop.executor) { [transport] in
      let response = await transport.answer(request, channel: channel)
      await writer.send(response)
    }
  }

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

  private func client() -> String? {
    if clientAddress == nil { clientAddress = context?.channel.remoteAddress?.ipAddress }
    return clientAddress
  }
}
