package import HTTPTypes
package import IPAddresses

/// The proxies in front of the server whose word on where a request comes from counts.
///
/// A client can write into a request whatever it likes; only what a trusted proxy added is true. So the addresses are read
/// from the last one on, which the nearest proxy added, and the first that is no trusted proxy's is the client's: who comes
/// before it on the way could have been made up.
package struct TrustedProxies: Sendable, Hashable {
  /// The field that the proxies write. There is one: a proxy that adds to it passes the other one on as its client sent it.
  package enum Field: String, Sendable, CaseIterable {
    /// As nearly every proxy writes it, and no standard defines it.
    case xForwardedFor = "x-forwarded-for"
    /// RFC 7239.
    case forwarded
  }

  /// As many proxies can follow each other; with more, the farthest of these counts as the client.
  static let hopLimit = 32

  package let ranges: [AddressRange]
  package let field: Field

  package init(_ ranges: [AddressRange], field: Field = .xForwardedFor) {
    self.ranges = ranges
    self.field = field
  }

  package func trusts(_ address: IPAddress) -> Bool { ranges.contains { $0.contains(address) } }

  /// Where a request comes from. When a trusted proxy says nothing that can be understood, or does not want to say, it is
  /// that proxy.
  ///
  /// - Parameter peer: the address that the connection comes from.
  package func client(of fields: HTTPFields, from peer: IPAddress) -> IPAddress {
    guard trusts(peer) else { return peer }
    var nearest = peer
    var hops = 0
    for line in fields[values: field.name].reversed() {
      var elements = LastElements(line, quotes: field == .forwarded)
      while let element = elements.next() {
        hops += 1
        guard hops <= Self.hopLimit, let address = field.address(element) else { return nearest }
        guard trusts(address) else { return address }
        nearest = address
      }
    }
    return nearest
  }
}

extension TrustedProxies.Field {
  var name: HTTPField.Name {
    switch self {
    case .xForwardedFor: .xForwardedFor
    case .forwarded: .forwarded
    }
  }

  /// The address that an element of the field's list names.
  func address(_ element: Substring) -> IPAddress? {
    switch self {
    case .xForwardedFor: ForwardedNode.address(element)
    case .forwarded: ForwardedNode.source(element)
    }
  }
}

extension HTTPField.Name {
  static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
  static let forwarded = HTTPField.Name("Forwarded")!
}
