import IPAddresses

/// Whoever one address stands for: an IPv4 address, or the network that an IPv6 host can choose its address in.
package enum ClientAddress: Sendable, Hashable {
  case v4(UInt32)
  case v6(UInt64)
  case local

  /// - Parameter address: `nil` for what comes from no network.
  init(_ address: IPAddress?) {
    switch address?.family {
    case .v4?: self = .v4(UInt32(truncatingIfNeeded: address?.value ?? 0))
    case .v6?: self = .v6(UInt64(truncatingIfNeeded: (address?.value ?? 0) >> 64))
    case nil: self = .local
    }
  }
}
