/// Where an ``APIServer`` listens, how it is encrypted, and what it accepts.
package struct APIServerConfiguration: Sendable {
  /// The name or address to listen on.
  package var host: String
  /// 0 picks a free port; ``APIServer`` tells which.
  package var port: Int
  /// How many connections the kernel holds until they are accepted.
  package var backlog: Int
  /// Without one, the connections are plain.
  package var tls: TLSFiles?
  /// Offer HTTP/2 on encrypted connections, by ALPN.
  package var http2: Bool
  package var limits: ServerLimits
  /// Who says where requests come from that they pass on; `nil` for nobody.
  package var proxies: TrustedProxies?
  /// How long requests in flight may take after a graceful shutdown began; what is not answered then is cut off.
  package var drainTimeout: Duration

  package init(
    host: String = "127.0.0.1", port: Int = 8080, backlog: Int = 4096, tls: TLSFiles? = nil, http2: Bool = true,
    limits: ServerLimits = ServerLimits(), proxies: TrustedProxies? = nil, drainTimeout: Duration = .seconds(30)
  ) {
    self.host = host
    self.port = port
    self.backlog = backlog
    self.tls = tls
    self.http2 = http2
    self.limits = limits
    self.proxies = proxies
    self.drainTimeout = drainTimeout
  }
}

/// The PEM files of an encrypted server.
package struct TLSFiles: Sendable, Hashable {
  /// The server's certificate, then those that lead to the root.
  package var certificateChain: String
  package var privateKey: String

  package init(certificateChain: String, privateKey: String) {
    self.certificateChain = certificateChain
    self.privateKey = privateKey
  }
}
