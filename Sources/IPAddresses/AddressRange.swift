/// All addresses that begin with the same bits (CIDR, RFC 4632).
package struct AddressRange: Sendable, Hashable {
  package let network: IPAddress
  package let prefixLength: Int

  /// - Parameter prefixLength: at most 32 for IPv4, 128 for IPv6; the bits behind it count for nothing.
  package init?(_ network: IPAddress, prefixLength: Int) {
    guard (0...network.family.bits).contains(prefixLength) else { return nil }
    self.network = network
    self.prefixLength = prefixLength
  }

  /// Reads `10.0.0.0/8`, `fd00::/8`, or a single address.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let network = IPAddress(first) else { return nil }
    guard parts.count == 2 else {
      self.init(network, prefixLength: network.family.bits)
      return
    }
    guard parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), var length = Int(parts[1])
    else { return nil }
    // `::ffff:10.0.0.0/104` is 10.0.0.0/8.
    if network.family == .v4, first.utf8.contains(UInt8(ascii: ":")) { length -= 96 }
    self.init(network, prefixLength: length)
  }

  package func contains(_ address: IPAddress) -> Bool {
    guard address.family == network.family else { return false }
    let shift = network.family.bits - prefixLength
    return shift == 128 || (address.value ^ network.value) >> UInt128(shift) == 0
  }
}

extension AddressRange: CustomStringConvertible {
  package var description: String {
    prefixLength == network.family.bits ? "\(network)" : "\(network)/\(prefixLength)"
  }
}

extension AddressRange: ExpressibleByStringLiteral {
  /// For ranges that the source names.
  package init(stringLiteral text: String) {
    guard let range = AddressRange(text) else { preconditionFailure("'\(text)' is no range of addresses") }
    self = range
  }
}
