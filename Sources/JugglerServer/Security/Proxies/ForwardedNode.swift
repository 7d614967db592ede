import IPAddresses

/// Reads the way that an element of a list names where a request came from.
enum ForwardedNode {
  /// The address in an element of `Forwarded` (RFC 7239, section 4): `for="[2001:db8::1]:4711";proto=https`.
  ///
  /// - Returns: `nil` for what is not valid, names nobody, or hides who it was (`unknown`, `_hidden`).
  static func source(_ element: Substring) -> IPAddress? {
    var source: Substring?
    var rest = element
    while !rest.isEmpty {
      guard let equals = rest.firstIndex(of: "=") else { return nil }
      let name = rest[..<equals].trimmingBlanks
      guard let (value, after) = value(rest[rest.index(after: equals)...]) else { return nil }
      if name.lowercased() == "for" {
        // Which one counted would be a guess.
        guard source == nil else { return nil }
        source = value
      }
      rest = after
    }
    // An IPv6 address without brackets is for the older field only.
    guard let source, source.hasPrefix("[") || source.count(where: { $0 == ":" }) < 2 else { return nil }
    return address(source)
  }

  /// A token or a quoted string, and what follows its semicolon.
  private static func value(_ text: Substring) -> (value: Substring, rest: Substring)? {
    guard text.first == "\"" else {
      let end = text.firstIndex(of: ";") ?? text.endIndex
      let value = text[..<end].trimmingBlanks
      guard !value.isEmpty, !value.contains("\"") else { return nil }
      return (value, text[end...].dropFirst())
    }
    let content = text.dropFirst()
    // Nothing in an address needs a backslash.
    guard let quote = content.firstIndex(of: "\""), !content[..<quote].contains("\\") else { return nil }
    let after = content[content.index(after: quote)...].trimmingBlanks
    guard after.isEmpty || after.first == ";" else { return nil }
    return (content[..<quote], after.dropFirst())
  }

  /// An address with or without a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`.
  static func address(_ text: Substring) -> IPAddress? {
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      let address = text[..<end].dropFirst()
      guard address.contains(":"), !address.contains("["), isPort(text[end...].dropFirst()) else { return nil }
      return IPAddress(address)
    }
    guard let colon = text.firstIndex(of: ":") else { return IPAddress(text) }
    let port = text[colon...]
    if port.dropFirst().contains(":") { return IPAddress(text) }
    return isPort(port) ? IPAddress(text[..<colon]) : nil
  }

  /// Nothing, or what follows an address: a number, or a name for one (RFC 7239, section 6.2).
  private static func isPort(_ text: Substring) -> Bool {
    guard let first = text.first else { return true }
    let port = text.dropFirst()
    guard first == ":", !port.isEmpty else { return false }
    if port.first == "_" {
      return port.count > 1
        && port.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
          default: false
          }
        }
    }
    return port.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } && UInt16(port) != nil
  }
}
