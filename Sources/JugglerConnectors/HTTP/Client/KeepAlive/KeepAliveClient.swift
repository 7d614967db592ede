internal import AsyncPatterns
internal import NIOCore
internal import Synchronization

/// Sends requests over HTTP/1.1 connections that are kept for the next: one request at a time on each, no pipelining.
///
/// A request stays on the event loop of the task that makes it, if that runs on one, with everything that it needs: its
/// connection, its response and what waits for it. Nothing is handed from thread to thread.
final class KeepAliveClient: Sendable {
  private let configuration: HTTPConnector.Configuration
  private let upstreams: Registry<Origin, Upstream>
  private let isShutDown = Atomic(false)

  init(_ configuration: HTTPConnector.Configuration) {
    self.configuration = configuration
    let opener = ConnectionOpener(configuration)
    // The first of them starts the event loops: a run that calls nobody does not pay for them.
    upstreams = Registry(maxCount: 1000, canForget: \.isUnused) { origin in
      FileDescriptorLimit.raise()
      let loops = configuration.eventLoopGroup.makeIterator().map { $0 }
      return Upstream(origin, on: loops, opener: opener, limit: configuration.connectionsPerHost)
    }
  }

  deinit {
    if isShutDown.load(ordering: .acquiring) { return }
    for pool in pools { pool.loop.execute { pool.shutDown() } }
  }

  /// Sends one request, and gives the response with its whole body; when the task is cancelled the connection is closed.
  ///
  /// Only a request of which nothing can have reached the server is sent again.
  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let upstream = upstreams[request.url.server]
    if let denial = upstream.denial { throw denial }
    try await upstream.permits.acquire()
    defer { upstream.permits.release() }
    if isShutDown.load(ordering: .acquiring) { throw ResponseError.shutDown }
    let exchange = ClientExchange(request, limit: configuration.maximumResponseBytes)
    return try await upstream.pool.perform(exchange)
  }

  private var pools: [ConnectionPool] { upstreams.all.values.flatMap(\.pools) }

  /// Closes every connection. No request may be sent afterwards.
  func shutdown() async {
    isShutDown.store(true, ordering: .releasing)
    for pool in pools { try? await pool.loop.submit { pool.shutDown() }.get() }
  }
}
