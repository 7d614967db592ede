internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// A response with its whole body.
struct HTTPResponse: Sendable {
  var head: HTTPResponseHead
  var body: ByteBuffer

  var status: Int { Int(head.status.code) }
}

/// Collects a response on the event loop, so that a call costs one resumption and no stream.
final class ResponseCollector: HTTPClientResponseDelegate {
  typealias Response = HTTPResponse

  struct TooLarge: Error {
    let limit: Int
  }

  private let limit: Int
  private let response = Mutex<HTTPResponse?>(nil)

  init(limit: Int) { self.limit = limit }

  func didReceiveHead(task: HTTPClient.Task<HTTPResponse>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
    response.withLock { $0 = HTTPResponse(head: head, body: ByteBuffer()) }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(task: HTTPClient.Task<HTTPResponse>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
    let fits = response.withLock { response in
      let collected = response?.body.readableBytes ?? 0
      guard collected + buffer.readableBytes <= limit else { return false }
      if collected == 0 { response?.body = buffer } else { response?.body.writeImmutableBuffer(buffer) }
      return true
    }
    guard fits else { return task.eventLoop.makeFailedFuture(TooLarge(limit: limit)) }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didFinishRequest(task: HTTPClient.Task<HTTPResponse>) throws -> HTTPResponse {
    guard let response = response.withLock({ $0.take() }) else { throw HTTPClientError.remoteConnectionClosed }
    return response
  }
}
