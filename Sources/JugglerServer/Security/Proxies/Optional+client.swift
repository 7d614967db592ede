import HTTPTypes
import IPAddresses
import NIOCore

extension TrustedProxies? {
  /// Where a request comes from, proxies or not; `nil` when it is from no network.
  ///
  /// - Parameter connection: where the connection comes from.
  func client(of request: HTTPRequest, from connection: SocketAddress?) -> IPAddress? {
    guard let peer = connection.flatMap(IPAddress.init) else { return nil }
    return self?.client(of: request.headerFields, from: peer) ?? peer
  }
}
