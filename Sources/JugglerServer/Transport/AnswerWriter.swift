import HTTPTypes
import Hummingbird
import NIOCore

/// A handler that has requests answered, one after the other. Only on its event loop.
protocol AnsweringHandler: AnyObject, SendableMetatype {
  /// Gives away the request that is to be answered; nil when it was taken back, for its client has gone.
  func takeRequest() -> IncomingRequest?

  /// Counts the requests; nil once the connection has ended.
  var exchange: Int? { get }

  /// All of the answer: JSON, with room before it for a head that says nothing else. It is changed in place, so nobody else
  /// should hold it.
  ///
  /// - Returns: False when it has to go the way of all others.
  func answer(json: inout ByteBuffer) -> Bool

  /// The head of the answer is known.
  ///
  /// - Parameter length: Bytes of the body; `nil` when nobody knows yet.
  /// - Returns: Whether a body is to follow; without one, the answer is complete.
  func start(_ head: HTTPResponse, length: Int?) -> Bool
  /// A part of the body.
  ///
  /// - Returns: Whether the client keeps up.
  func write(_ bytes: ByteBuffer) -> Bool
  /// The answer is complete.
  func finish(_ trailers: HTTPFields?)
  /// The answer ends in its middle, and the client must see that.
  func breakOff()
  /// Resumes the writer once the client has taken enough of what was written.
  func waitUntilWritable(_ continuation: CheckedContinuation<Void, any Error>)
  /// Nobody waits any more.
  func stopWaitingUntilWritable()
}

/// A request as it is handed on.
struct IncomingRequest {
  var request: Request
  /// All of its body, when that is there.
  var wholeBody: ByteBuffer?
  var channel: any Channel
}

/// Writes the answer of one request on its connection, from wherever its task happens to run: that is the connection's
/// event loop as a rule, and then nothing here waits.
struct AnswerWriter: ResponseBodyWriter, Sendable {
  /// The request that is answered; on the event loop only.
  struct Exchange {
    let handler: any AnsweringHandler
    let number: Int?

    /// Nil once the connection has ended, or goes on with another request.
    var current: (any AnsweringHandler)? { number != nil && handler.exchange == number ? handler : nil }
  }

  let exchange: NIOLoopBound<Exchange>
  var eventLoop: any EventLoop { exchange.eventLoop }

  init(_ handler: any AnsweringHandler, eventLoop: any EventLoop) {
    exchange = NIOLoopBound(Exchange(handler: handler, number: handler.exchange), eventLoop: eventLoop)
  }

  /// The request; only on the event loop.
  func takeRequest() -> IncomingRequest? { exchange.value.current?.takeRequest() }

  /// - Parameter reply: given away, so that its bytes may be changed where they are.
  func send(_ reply: consuming Reply) async {
    switch consume reply {
    case .whole(let answer):
      if eventLoop.inEventLoop {
        if let handler = exchange.value.current { Self.send(consume answer, by: handler) }
      } else {
        await onLoop { Self.send(answer, by: $0) }
      }
    case .written(let response): await send(response)
    }
  }

  private static func send(_ answer: consuming PlainAnswer, by handler: any AnsweringHandler) {
    if answer.isBareJSON {
      var body = answer.takeBody()
      if handler.answer(json: &body) { return }
      answer.body = body
    }
    guard handler.start(answer.head, length: answer.body.readableBytes) else { return }
    _ = handler.write(answer.body)
    handler.finish(nil)
  }

  @inline(never)
  private func send(_ response: Response) async {
    let head = response.head
    let length = response.body.contentLength
    let hasBody: Bool
    if eventLoop.inEventLoop {
      hasBody = exchange.value.current?.start(head, length: length) ?? false
    } else {
      hasBody = await onLoop { $0.start(head, length: length) } ?? false
    }
    guard hasBody else { return }
    do {
      try await response.body.write(self)
      // Whoever wrote the body may have forgotten to say that it ends.
      if eventLoop.inEventLoop { exchange.value.current?.finish(nil) } else { await onLoop { $0.finish(nil) } }
    } catch {
      await onLoop { $0.breakOff() }
    }
  }

  func write(_ buffer: ByteBuffer) async throws {
    let keepsUp: Bool?
    if eventLoop.inEventLoop {
      keepsUp = exchange.value.current?.write(buffer)
    } else {
      keepsUp = await onLoop { $0.write(buffer) }
    }
    guard let keepsUp else { throw CancellationError() }
    if !keepsUp { try await waitUntilWritable() }
  }

  consuming func finish(_ trailers: HTTPFields?) async throws {
    if eventLoop.inEventLoop {
      exchange.value.current?.finish(trailers)
    } else {
      await onLoop { $0.finish(trailers) }
    }
  }

  @discardableResult
  private func onLoop<Value: Sendable>(_ body: @escaping @Sendable (any AnsweringHandler) -> Value) async -> Value? {
    await withCheckedContinuation { continuation in
      eventLoop.execute { continuation.resume(returning: exchange.value.current.map(body)) }
    }
  }

  private func waitUntilWritable() async throws {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        eventLoop.execute {
          if let handler = exchange.value.current {
            handler.waitUntilWritable(continuation)
          } else {
            continuation.resume(throwing: CancellationError())
          }
        }
      }
    } onCancel: {
      eventLoop.execute { exchange.value.current?.stopWaitingUntilWritable() }
    }
  }
}
