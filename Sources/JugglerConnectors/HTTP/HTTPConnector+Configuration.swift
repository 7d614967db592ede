package import NIOCore
internal import NIOPosix
package import NIOSSL

extension HTTPConnector {
  /// The limits of all calls, and how they reach the network.
  package struct Configuration: Sendable {
    /// The event loops that carry the connections.
    package var eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    /// How long a connection may take to be established, its name looked up and its TLS negotiated.
    package var connectTimeout: Duration = .seconds(10)
    /// How long a server may stay silent; `nil` leaves that to the timeout of the task.
    package var readTimeout: Duration?
    /// How many calls to one host, scheme and port included, run at once; further ones wait for their turn.
    package var connectionsPerHost = 4096
    /// Whether servers may choose HTTP/2. One connection then carries all calls to a host, but no more of them at once
    /// than the server allows, typically 100; with HTTP/1.1 every call has a connection of its own.
    package var allowsHTTP2 = false
    /// How long an unused connection is kept for the next call.
    package var idleTimeout: Duration = .seconds(60)
    /// The most bytes a response may have once it is decompressed.
    package var maximumResponseBytes = 64 << 20
    /// What trusts the servers; `nil` is the system's trust.
    package var tls: TLSConfiguration?
    package var userAgent = "juggler"
    /// Where connections may go.
    package var outbound = OutboundPolicy.unrestricted

    package init() {}
  }
}
