package import NIOCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// An IP address, whichever way it was spelt. An IPv4 address that is mapped into IPv6 is the IPv4 address: that is where a
/// connection to it goes.
package struct IPAddress: Sendable, Hashable {
  package enum Family: Sendable, Hashable {
    case v4, v6

    package var bits: Int { self == .v4 ? 32 : 128 }
  }

  package let family: Family
  /// The address as a number.
  package let value: UInt128

  private init(_ family: Family, _ value: UInt128) {
    self.family = family
    self.value = value
  }

  package init(v4 value: UInt32) { self.init(.v4, UInt128(value)) }

  package init(v6 value: UInt128) {
    if value >> 32 == 0xFFFF {
      self.init(.v4, value & 0xFFFF_FFFF)
    } else {
      self.init(.v6, value)
    }
  }

  /// The address that a connection goes to; `nil` for a Unix domain socket.
  package init?(_ address: SocketAddress) {
    let offset: Int
    switch address {
    case .v4: offset = 4
    case .v6: offset = 8
    case .unixDomainSocket: return nil
    }
    self = address.withSockAddr { pointer, size in
      let bytes = UnsafeRawBufferPointer(start: pointer, count: size)
      if offset == 4 {
        return IPAddress(v4: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
      }
      return IPAddress(v6: UInt128(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt128.self)))
    }
  }

  /// Reads an address as RFC 4291 and everybody spell it: `192.0.2.1`, `2001:db8::1`, in brackets or with a zone.
  package init?(_ text: some StringProtocol) {
    var text = text[...]
    if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
    if text.utf8.contains(UInt8(ascii: ":")) {
      // The zone says which interface; the address is the same.
      let address = text.prefix { $0 != "%" }
      guard let value = Self.v6(String(address)) else { return nil }
      self.init(v6: value)
    } else {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 4 else { return nil }
      var value: UInt32 = 0
      for part in parts {
        guard part.utf8.count <= 3, part.utf8.allSatisfy({ $0.isDigit }), let byte = UInt8(part) else { return nil }
        guard part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0") else { return nil }
        value = value << 8 | UInt32(byte)
      }
      self.init(v4: value)
    }
  }

  /// Reads whatever a resolver takes for an address: also `2852039166`, `0xA9FEA9FE`, `0251.0376.0251.0376`, `169.16689662`.
  package init?(anySpelling text: some StringProtocol) {
    if let address = IPAddress(text) {
      self = address
      return
    }
    let text = text.hasSuffix(".") ? text.dropLast() : text[...]
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...4).contains(parts.count) else { return nil }
    var value: UInt64 = 0
    for (index, part) in parts.enumerated() {
      guard let number = Self.number(part) else { return nil }
      let isLast = index == parts.count - 1
      let width = isLast ? 8 * (5 - parts.count) : 8
      guard number < 1 << UInt64(width) else { return nil }
      value = value << UInt64(width) | number
    }
    self.init(v4: UInt32(value))
  }

  /// As `inet_aton` reads it: hexadecimal after `0x`, octal after `0`.
  private static func number(_ text: some StringProtocol) -> UInt64? {
    guard let first = text.utf8.first, first.isDigit else { return nil }
    let lower = text.lowercased()
    if lower.hasPrefix("0x") {
      let digits = lower.dropFirst(2)
      return digits.isEmpty ? 0 : digits.utf8.allSatisfy(\.isHexadecimalDigit) ? UInt64(digits, radix: 16) : nil
    }
    guard lower.utf8.allSatisfy(\.isDigit) else { return nil }
    return lower.hasPrefix("0") ? UInt64(lower, radix: 8) : UInt64(lower)
  }

  private static func v6(_ text: String) -> UInt128? {
    withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { bytes in
      guard inet_pton(AF_INET6, text, bytes.baseAddress) == 1 else { return nil }
      return UInt128(bigEndian: bytes.load(as: UInt128.self))
    }
  }
}

extension IPAddress {
  /// IPv4 addresses that something on the way may take this one for: translated (RFC 6052, RFC 8215), tunnelled (RFC 3056,
  /// RFC 4380, RFC 5214), or compatible (RFC 4291).
  package var embedded: [IPAddress] {
    guard family == .v6 else { return [] }
    let low = UInt32(truncatingIfNeeded: value)
    switch value >> 96 {
    // ::a.b.c.d and ::ffff:0:a.b.c.d
    case 0 where value >> 32 == 0 && value > 1 || value >> 32 == 0xFFFF_0000: return [IPAddress(v4: low)]
    case 0x64_FF9B where value >> 32 == 0x64_FF9B << 64: return [IPAddress(v4: low)]
    default: break
    }
    // 64:ff9b:1::/48, whose owner chooses where in it the address is: at the end, or around the octet of zeros.
    if value >> 80 == 0x64_FF9B_0001 {
      let after48 = UInt32(truncatingIfNeeded: value >> 64) << 16 | UInt32(truncatingIfNeeded: value >> 40) & 0xFFFF
      return [IPAddress(v4: low), IPAddress(v4: after48)]
    }
    if value >> 112 == 0x2002 { return [IPAddress(v4: UInt32(truncatingIfNeeded: value >> 80))] }
    if value >> 96 == 0x2001_0000 {
      return [IPAddress(v4: UInt32(truncatingIfNeeded: value >> 64)), IPAddress(v4: ~low)]
    }
    let interface = UInt32(truncatingIfNeeded: value >> 32)
    if interface == 0x5EFE || interface == 0x0200_5EFE { return [IPAddress(v4: low)] }
    return []
  }
}

extension IPAddress: CustomStringConvertible {
  package var description: String {
    switch family {
    case .v4:
      stride(from: 24, through: 0, by: -8).map { String(UInt8(truncatingIfNeeded: value >> $0)) }.joined(separator: ".")
    case .v6: Self.text(value)
    }
  }

  private static func text(_ value: UInt128) -> String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    withUnsafeBytes(of: value.bigEndian) { _ = inet_ntop(AF_INET6, $0.baseAddress, &text, socklen_t(text.count)) }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isHexadecimalDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self) }
}
