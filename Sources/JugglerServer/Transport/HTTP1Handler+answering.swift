import HTTPTypes
import Hummingbird
import NIOCore

extension HTTP1Handler {
  /// Answers at once, without a task.
  func answer(_ answer: PlainAnswer) {
    answering = .pending
    if start(answer.head, length: answer.body.readableBytes) { _ = write(answer.body) }
    finish(nil)
  }

  func answer(json: inout ByteBuffer) -> Bool {
    guard context != nil, case .pending = answering, reading == .complete, keepsAlive, !isHead, !isHTTP10,
      !transport.isDraining
    else { return false }
    leaveAdmission()
    json.putJSONHead(date: loop.date)
    answering = .nothing
    task = nil
    settle(json)
    return true
  }

  func start(_ head: HTTPResponse, length: Int?) -> Bool {
    guard let context, case .pending = answering else { return false }
    leaveAdmission()
    let hasNoBody = isHead || head.status.code == 204 || head.status.code == 304
    let framing: ResponseFraming =
      if length != nil || hasNoBody { .length } else if isHTTP10 { .close } else { .chunked }
    if framing == .close || transport.isDraining || head.headerFields[.connection]?.lowercased() == "close" {
      keepsAlive = false
    }
    if !canDiscardRest { keepsAlive = false }
    var buffer = context.channel.allocator.buffer(capacity: 256 + min(length ?? 0, Self.copied))
    let connection: String? = if !keepsAlive { "close" } else if isHTTP10 { "keep-alive" } else { nil }
    buffer.writeHead(head, framing: framing, length: length, date: loop.date, connection: connection)
    pendingHead = buffer
    remaining = hasNoBody ? 0 : length
    answering = .streaming(framing)
    transport.load.streamBegan()
    if hasNoBody { finish(nil) }
    return !hasNoBody
  }

  /// Bytes of a body up to which copying them behind the head is cheaper than a second buffer.
  private static let copied = 16 << 10

  /// The bytes go out with what was not sent yet.
  func write(_ bytes: ByteBuffer) -> Bool {
    guard let context, case .streaming(let framing) = answering else { return true }
    guard bytes.readableBytes > 0 else { return true }
    if let remaining {
      // More than was announced is left out.
      guard bytes.readableBytes <= remaining else { return true }
      self.remaining = remaining - bytes.readableBytes
    }
    var buffer = pendingHead ?? context.channel.allocator.buffer(capacity: bytes.readableBytes + 16)
    pendingHead = nil
    if framing == .chunked {
      buffer.writeChunk(bytes)
    } else if bytes.readableBytes <= Self.copied {
      buffer.writeImmutableBuffer(bytes)
    } else {
      if buffer.readableBytes > 0 { context.write(wrapOutboundOut(buffer), promise: nil) }
      buffer = bytes
    }
    if remaining == 0 {
      // The end follows at once and flushes.
      pendingHead = buffer
      return true
    }
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    return context.channel.isWritable
  }

  func finish(_ trailers: HTTPFields?) {
    guard let context, case .streaming(let framing) = answering else { return }
    var buffer = pendingHead
    pendingHead = nil
    if framing == .chunked {
      var last = buffer ?? context.channel.allocator.buffer(capacity: 16)
      last.writeLastChunk(trailers: trailers)
      buffer = last
    }
    if let remaining, remaining > 0 { keepsAlive = false }
    transport.load.streamEnded()
    answering = .nothing
    task = nil
    settle(buffer)
  }

  /// The connection ends with the answer.
  func breakOff() {
    guard let context, case .streaming = answering else { return }
    transport.load.streamEnded()
    answering = .nothing
    task = nil
    context.close(promise: nil)
  }

  /// Writes the last bytes of an answer, then goes on with the connection or ends it.
  private func settle(_ buffer: ByteBuffer?) {
    guard let context else { return }
    since = loop.now
    if keepsAlive {
      if let buffer { context.writeAndFlush(wrapOutboundOut(buffer), promise: nil) }
      switch reading {
      case .complete: next()
      case .streaming, .collecting:
        reading = .discarding
        leaveBody(CancellationError())
      case .head, .discarding, .closing: break
      }
      return
    }
    let isUnread = reading != .complete
    reading = .closing
    inbound = nil
    leaveBody(CancellationError())
    let promise = context.eventLoop.makePromise(of: Void.self)
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    promise.futureResult.whenComplete { _ in handler.value.close(lingering: isUnread) }
    if let buffer {
      context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
    } else {
      promise.succeed()
    }
  }

  /// - Parameter lingering: The client may still be sending. Closing at once would reset the connection, and the
  ///   client might never see its answer; so only our side ends, and the rest comes with the client's end or a deadline.
  private func close(lingering: Bool) {
    guard let context else { return }
    if lingering, !transport.isSecure {
      since = loop.now
      context.close(mode: .output, promise: nil)
    } else {
      context.close(promise: nil)
    }
  }

  /// Whether what is still to come of the request is little enough to be read for nothing.
  private var canDiscardRest: Bool {
    switch reading {
    case .complete: true
    case .head, .closing: false
    case .collecting, .streaming, .discarding: bodyLength.map { $0 - received <= Self.bodyToDiscard } ?? false
    }
  }

  /// On to the next request, which may be here already.
  func next() {
    reading = .head
    since = loop.now
    if isReadHeld { resumeReads() } else { advance() }
  }
}
