#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The names and addresses that mean the machine itself.
enum LoopbackName {
  /// Whether the authority is `localhost` or `127.0.0.1` as most write it, with or without a port; others may name this
  /// machine too.
  static func isPlain(_ authority: String) -> Bool {
    authority.utf8.withContiguousStorageIfAvailable { bytes in
      guard bytes.count >= 9, let first = bytes.baseAddress else { return false }
      guard memcmp(first, "localhost", 9) == 0 || memcmp(first, "127.0.0.1", 9) == 0 else { return false }
      if bytes.count == 9 { return true }
      return bytes[9] == UInt8(ascii: ":") && bytes[10...].allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    } ?? false
  }

  /// - Parameter host: without a port; IPv6 with or without brackets.
  static func contains(_ host: some StringProtocol) -> Bool {
    var host = host.lowercased()
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    if host == "::1" || host == "localhost" || host == "localhost." || host.hasSuffix(".localhost") { return true }
    // Only the plain spelling: what else a resolver takes for an address need not be accepted.
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { part in
        part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } && UInt8(part) != nil
      }
  }
}
