internal import NIOCore
internal import NIOHTTP1

/// A request on its way, and whoever waits for the response. After it was made it is used on its event loop only.
final class ClientExchange: @unchecked Sendable {
  let head: ByteBuffer
  let body: ByteBuffer?
  let isHEAD: Bool
  /// Whether the connection is of no use afterwards because the request says so.
  let closesConnection: Bool
  /// The most bytes that the response may have.
  let limit: Int

  private var continuation: UnsafeContinuation<HTTPResponse, any Error>?
  private(set) var isOver = false
  /// On which it was sent.
  var connection: ClientConnection?

  init(_ request: HTTPRequest, limit: Int) {
    head = request.serializedHead
    body = request.body
    isHEAD = request.method == .HEAD
    closesConnection = request.closesConnection
    self.limit = limit
  }

  /// Whether it is still wanted.
  func begin(_ continuation: UnsafeContinuation<HTTPResponse, any Error>) -> Bool {
    if isOver {
      continuation.resume(throwing: CancellationError())
      return false
    }
    self.continuation = continuation
    return true
  }

  func succeed(_ response: HTTPResponse) { end { $0.resume(returning: response) } }
  func fail(_ error: any Error) { end { $0.resume(throwing: error) } }

  func cancel() {
    guard !isOver else { return }
    connection?.abandon()
    fail(CancellationError())
  }

  private func end(_ resume: (UnsafeContinuation<HTTPResponse, any Error>) -> Void) {
    isOver = true
    connection = nil
    guard let continuation else { return }
    self.continuation = nil
    resume(continuation)
  }
}
