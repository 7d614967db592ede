internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTPCompression
internal import Synchronization

/// One client for all calls, made when the first of them needs it: a run that calls nobody does not pay for it.
final class LazyHTTPClient: Sendable {
  private enum State {
    case unused
    case running(HTTPClient)
    case shutDown
  }

  private let configuration: HTTPConnector.Configuration
  private let addressCheck: OutboundPolicy.AddressCheck
  private let state = Mutex<State>(.unused)

  /// - Parameter addressCheck: which addresses its connections may have.
  init(_ configuration: HTTPConnector.Configuration, _ addressCheck: OutboundPolicy.AddressCheck) {
    self.configuration = configuration
    self.addressCheck = addressCheck
  }

  deinit {
    if case .running(let client) = state.withLock({ $0 }) { client.shutdown { _ in } }
  }

  /// The client, or `nil` after the shutdown.
  func get() -> HTTPClient? {
    state.withLock { state in
      switch state {
      case .running(let client): return client
      case .shutDown: return nil
      case .unused:
        let client = makeClient()
        state = .running(client)
        return client
      }
    }
  }

  func shutdown() async {
    let previous = state.withLock { state in
      defer { state = .shutDown }
      return state
    }
    // The only error it knows is being shut down already.
    if case .running(let client) = previous { try? await client.shutdown() }
  }

  private func makeClient() -> HTTPClient {
    FileDescriptorLimit.raise()
    var pool = HTTPClient.Configuration.ConnectionPool(
      idleTimeout: TimeAmount(configuration.idleTimeout),
      concurrentHTTP1ConnectionsPerHostSoftLimit: configuration.connectionsPerHost)
    // A refused connection is an answer; whether to try again is for the retry policy to say.
    pool.retryConnectionEstablishment = false
    let timeout = HTTPClient.Configuration.Timeout(
      connect: TimeAmount(configuration.connectTimeout), read: configuration.readTimeout.map(TimeAmount.init))
    var client = HTTPClient.Configuration(
      tlsConfiguration: configuration.tls,
      // Whether to follow is a question of each call.
      redirectConfiguration: .disallow, timeout: timeout, connectionPool: pool,
      decompression: .enabled(limit: .size(configuration.maximumResponseBytes)))
    client.httpVersion = configuration.allowsHTTP2 ? .automatic : .http1Only
    if configuration.outbound.isEnforced {
      // Once for each connection, when its address is known and nothing has been sent.
      client.http1_1ConnectionDebugInitializer = { [outbound = configuration.outbound, addressCheck] channel in
        outbound.admit(channel, addressCheck)
      }
      client.http2ConnectionDebugInitializer = client.http1_1ConnectionDebugInitializer
    }
    return HTTPClient(eventLoopGroupProvider: .shared(configuration.eventLoopGroup), configuration: client)
  }
}
