import HTTPTypes
import Hummingbird
import NIOCore

/// Writes the answer of one request on its connection, from wherever its task happens to run: that is the connection's
/// event loop as a rule, and then nothing here waits.
struct HTTP1BodyWriter: ResponseBodyWriter, Sendable {
  /// The request that is answered; on the event loop only.
  struct Exchange {
    let handler: HTTP1Handler
    let number: Int

    /// Nil once the connection has ended, or goes on with another request.
    var current: HTTP1Handler? { handler.place >= 0 && handler.exchange == number ? handler : nil }
  }

  let exchange: NIOLoopBound<Exchange>
  let eventLoop: any EventLoop

  init(_ handler: HTTP1Handler, eventLoop: any EventLoop) {
    exchange = NIOLoopBound(Exchange(handler: handler, number: handler.exchange), eventLoop: eventLoop)
    self.eventLoop = eventLoop
  }

  /// Writes the whole answer.
  func send(_ response: Response) async {
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
  private func onLoop<Value: Sendable>(_ body: @escaping @Sendable (HTTP1Handler) -> Value) async -> Value? {
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
      eventLoop.execute { exchange.value.current?.resumeWriter(throwing: CancellationError()) }
    }
  }
}
