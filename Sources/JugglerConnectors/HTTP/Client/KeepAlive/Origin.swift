/// Where a connection leads to.
struct Origin: Hashable, Sendable {
  var isSecure: Bool
  /// A name or an address, without brackets.
  var host: String
  var port: Int
}

/// Where connections lead to, and which addresses they may have.
struct Route: Sendable {
  var origin: Origin
  var addresses: OutboundPolicy.AddressCheck
}
