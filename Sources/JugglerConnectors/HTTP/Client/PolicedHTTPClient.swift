internal import AsyncHTTPClient

/// The clients of a connector, each of whose connections the outbound policy has let pass.
struct PolicedHTTPClient: Sendable {
  private let policy: OutboundPolicy
  private let general: LazyHTTPClient
  /// For hosts that are allowed only under addresses that the policy names.
  private let listed: LazyHTTPClient

  init(_ configuration: HTTPConnector.Configuration) {
    policy = configuration.outbound
    general = LazyHTTPClient(configuration, .notDenied)
    listed = LazyHTTPClient(configuration, .listed)
  }

  /// The client for a URL, or `nil` after the shutdown. Throws `OutboundDenied` for a host that the policy does not allow.
  func get(for url: RequestURL) throws(OutboundDenied) -> HTTPClient? {
    guard policy.isEnforced else { return general.get() }
    if let socket = url.unixSocket {
      try policy.checkUnixSocket(socket)
      return general.get()
    }
    return try policy.check(host: url.host) == .notDenied ? general.get() : listed.get()
  }

  /// What to say of a request that failed: a host that the policy does not allow shows nothing of itself in that.
  func cause(of error: any Error, for url: RequestURL) async -> any Error {
    guard policy.isEnforced, !(error is OutboundDenied), url.unixSocket == nil,
      let check = try? policy.check(host: url.host)
    else { return error }
    return await policy.denial(of: String(url.host), check) ?? error
  }

  func shutdown() async {
    await general.shutdown()
    await listed.shutdown()
  }
}
