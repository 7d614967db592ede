package import IPAddresses

/// Some of the places that a connection may go to.
package enum OutboundRule: Sendable, Hashable {
  /// A host by its name.
  case host(String)
  /// All hosts below a domain, not the domain itself.
  case subdomains(of: String)
  case addresses(AddressRange)
  /// Addresses of networks that nobody else has: RFC 1918, RFC 4193, RFC 6598.
  case privateNetworks
  /// This machine.
  case loopback
  /// Unix domain sockets.
  case unixSockets
  /// Every host and address; as what is allowed, but those that are refused everywhere.
  case everything

  /// Reads `api.example.com`, `*.example.com`, `10.0.0.0/8`, `2001:db8::1`, `private`, `loopback`, `unix` or `*`.
  package init(_ text: String) throws(OutboundRuleError) {
    switch text.lowercased() {
    case "private": self = .privateNetworks
    case "loopback": self = .loopback
    case "unix": self = .unixSockets
    case "*": self = .everything
    case let lower:
      if let range = AddressRange(lower) {
        self = .addresses(range)
        return
      }
      let isWild = lower.hasPrefix("*.")
      let name = Self.normalized(isWild ? String(lower.dropFirst(2)) : lower)
      guard Self.isName(name), IPAddress(anySpelling: name) == nil else {
        throw OutboundRuleError(
          description:
            "expected a host such as api.example.com, its subdomains as *.example.com, addresses such as 10.0.0.0/8, or "
            + "one of private, loopback, unix and *; found '\(text)'")
      }
      self = isWild ? .subdomains(of: name) : .host(name)
    }
  }

  /// The ranges of addresses that it means.
  var ranges: [AddressRange] {
    switch self {
    case .addresses(let range): [range]
    case .privateNetworks: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"]
    case .loopback: ["127.0.0.0/8", "0.0.0.0/8", "::1", "::"]
    case .host, .subdomains, .unixSockets, .everything: []
    }
  }

  /// - Parameter name: normalized.
  func matches(host name: String) -> Bool {
    switch self {
    case .host(let own): own == name
    case .subdomains(let domain): name.hasSuffix("." + domain)
    case .loopback: name == "localhost" || name.hasSuffix(".localhost")
    case .everything: true
    case .addresses, .privateNetworks, .unixSockets: false
    }
  }

  var isAboutNames: Bool {
    switch self {
    case .host, .subdomains: true
    case .addresses, .privateNetworks, .loopback, .unixSockets, .everything: false
    }
  }

  /// In lower case, without the dot that ends a full name.
  static func normalized(_ name: String) -> String {
    let lower = name.lowercased()
    return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
  }

  static func isName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.hasSuffix(".")
      && name.utf8.allSatisfy { $0.isLetterOrDigit || [0x2D, 0x2E, 0x5F].contains($0) }
  }
}

extension OutboundRule: CustomStringConvertible {
  package var description: String {
    switch self {
    case .host(let name): name
    case .subdomains(let domain): "*.\(domain)"
    case .addresses(let range): "\(range)"
    case .privateNetworks: "private"
    case .loopback: "loopback"
    case .unixSockets: "unix"
    case .everything: "*"
    }
  }
}

/// Why a text is no rule.
package struct OutboundRuleError: Error, Sendable, CustomStringConvertible {
  package let description: String
}
