internal import AsyncHTTPClient
internal import AsyncPatterns
internal import NIOCore
internal import NIOHTTP1

/// How requests reach the network: as nearly all of them can, over HTTP/1.1 connections of our own
/// (docs/decisions/0014-own-http-client.md); with HTTP/2, and to Unix domain sockets, by async-http-client.
final class HTTPTransport: Sendable {
  private let configuration: HTTPConnector.Configuration
  private let keepAlive: KeepAliveClient
  private let other: PolicedHTTPClient
  /// Calls under way by origin, of the other client: it would fail those that wait longer for a connection than one may
  /// take to be established.
  private let permits: Registry<String, AsyncSemaphore>

  init(_ configuration: HTTPConnector.Configuration) {
    self.configuration = configuration
    keepAlive = KeepAliveClient(configuration)
    other = PolicedHTTPClient(configuration)
    let limit = configuration.connectionsPerHost
    permits = Registry(maxCount: 1000, canForget: { $0.used == 0 && $0.waiting == 0 }) { _ in
      AsyncSemaphore(permits: limit)
    }
  }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    if request.method == .TRACE, request.body != nil { throw HTTPClientError.traceRequestWithBody }
    let needsOther = request.url.isUnixSocket || configuration.allowsHTTP2 && request.url.server.isSecure
    return needsOther ? try await sendByOther(request) : try await keepAlive.send(request)
  }

  @inline(never)
  private func sendByOther(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard let client = try other.get(for: request.url) else { throw HTTPClientError.alreadyShutdown }
    var outgoing = HTTPClientRequest(url: request.url.text)
    outgoing.method = request.method
    outgoing.headers = request.headers
    outgoing.body = request.body.map { .bytes($0) }
    return try await permits[request.url.origin].withPermit {
      let response = try await client.execute(outgoing, deadline: .distantFuture)
      return HTTPResponse(
        head: ResponseHead(response.status, response.headers),
        body: try await response.body.collect(upTo: configuration.maximumResponseBytes))
    }
  }

  /// What to say of a request that failed: a host that the policy does not allow shows nothing of itself in that.
  func cause(of error: any Error, for url: RequestURL) async -> any Error { await other.cause(of: error, for: url) }

  /// Closes every connection. No request may be sent afterwards.
  func shutdown() async {
    await keepAlive.shutdown()
    await other.shutdown()
  }
}
