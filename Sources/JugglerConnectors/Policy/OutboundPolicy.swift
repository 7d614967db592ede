package import IPAddresses

/// Where connections that workflows ask for may go.
///
/// A connection is refused when it goes where `denied` says; to addresses that machines give their own secrets away under,
/// unless `allowed` names these very addresses; and, when `allowed` is not empty, anywhere that it does not name. Names are
/// checked as they are written, addresses where the connection really went, after the name was resolved: an answer of the
/// resolver that changes meanwhile changes nothing.
package struct OutboundPolicy: Sendable {
  package let allowed: [OutboundRule]
  package let denied: [OutboundRule]
  private let isUnrestricted: Bool
  private let allowedRanges: [AddressRange]
  private let deniedRanges: [AddressRange]
  /// Whether names are compared with rules, so that there must be no two ways of spelling one.
  private let hasNames: Bool

  /// No restriction at all: what one runs on one's own machine may go wherever its owner may.
  package static let unrestricted = OutboundPolicy(isUnrestricted: true, allowed: [], denied: [])

  /// What a server lets the workflows of others do.
  package static func server(allowed: [OutboundRule] = [], denied: [OutboundRule] = []) -> OutboundPolicy {
    OutboundPolicy(isUnrestricted: false, allowed: allowed, denied: denied)
  }

  private init(isUnrestricted: Bool, allowed: [OutboundRule], denied: [OutboundRule]) {
    self.isUnrestricted = isUnrestricted
    self.allowed = allowed
    self.denied = denied
    allowedRanges = allowed.flatMap(\.ranges)
    deniedRanges = denied.flatMap { $0 == .everything ? ["0.0.0.0/0", "::/0"] : $0.ranges }
    hasNames = (allowed + denied).contains(where: \.isAboutNames)
  }

  package var isEnforced: Bool { !isUnrestricted }
}

extension OutboundPolicy {
  /// Where nobody has any business but the machine itself, and what would hand out its credentials.
  private static let linkLocal: [AddressRange] = ["169.254.0.0/16", "fe80::/10"]
  private static let metadata: [AddressRange] = [
    // Amazon by IPv6, its pod identities, Google by IPv6, Azure's wire server, Alibaba, Oracle's classic cloud.
    "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "168.63.129.16", "100.100.100.200", "192.0.0.192",
  ]
  private static let metadataNames: Set<String> = [
    "metadata.google.internal", "metadata.goog", "metadata", "instance-data", "instance-data.ec2.internal",
    "metadata.azure.internal", "metadata.tencentyun.com",
  ]

  /// Which addresses a connection to a host may have.
  package enum AddressCheck: Sendable, Hashable {
    /// All but those that are refused everywhere.
    case notDenied
    /// Those that the policy names.
    case listed
  }

  /// Judges a host by how it is written, before anything is resolved.
  ///
  /// - Parameter host: without port; IPv6 in brackets.
  package func check(host written: some StringProtocol) throws(OutboundDenied) -> AddressCheck {
    if isUnrestricted { return .notDenied }
    if let address = IPAddress(anySpelling: written) {
      try check(address, .listed)
      return .notDenied
    }
    let name = OutboundRule.normalized(String(written))
    if hasNames, !OutboundRule.isName(name) {
      throw OutboundDenied(place: String(written), reason: .unreadable)
    }
    if let rule = denied.first(where: { $0.matches(host: name) }) {
      throw OutboundDenied(place: name, reason: .denied(rule))
    }
    if Self.metadataNames.contains(name), !allowed.contains(.host(name)) {
      throw OutboundDenied(place: name, reason: .metadata)
    }
    if allowed.contains(where: { $0.matches(host: name) }) { return .notDenied }
    if allowed.isEmpty { return .notDenied }
    if allowedRanges.isEmpty { throw OutboundDenied(place: name, reason: .notAllowed) }
    return .listed
  }

  /// Judges the address that a connection has.
  package func check(_ address: IPAddress, _ check: AddressCheck) throws(OutboundDenied) {
    if isUnrestricted { return }
    for candidate in [address] + address.embedded {
      if let range = deniedRanges.first(where: { $0.contains(candidate) }) {
        throw OutboundDenied(place: "\(address)", reason: .deniedAddress(range))
      }
      if allowedRanges.contains(where: { $0.contains(address) }) { continue }
      if Self.linkLocal.contains(where: { $0.contains(candidate) }) {
        throw OutboundDenied(place: "\(address)", reason: .linkLocal)
      }
      if Self.metadata.contains(where: { $0.contains(candidate) }) {
        throw OutboundDenied(place: "\(address)", reason: .metadata)
      }
    }
    if check == .listed, !allowed.isEmpty, !allowed.contains(.everything),
      !allowedRanges.contains(where: { $0.contains(address) })
    {
      throw OutboundDenied(place: "\(address)", reason: .notAllowed)
    }
  }

  /// Judges a Unix domain socket.
  package func checkUnixSocket(_ path: String) throws(OutboundDenied) {
    if isUnrestricted { return }
    if denied.contains(.unixSockets) { throw OutboundDenied(place: path, reason: .denied(.unixSockets)) }
    if !allowed.contains(.unixSockets) { throw OutboundDenied(place: path, reason: .unixSocket) }
  }
}

/// A connection that the policy does not allow.
package struct OutboundDenied: Error, Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    case linkLocal, metadata, notAllowed, unixSocket, unreadable
    case denied(OutboundRule)
    case deniedAddress(AddressRange)
  }

  package var place: String
  package var reason: Reason
}

extension OutboundDenied: CustomStringConvertible {
  package var description: String {
    switch reason {
    case .linkLocal:
      "connections to \(place) are not allowed, because link-local addresses serve the machine's own credentials: "
        + "if workflows need it, give --outbound-allow \(place), and --outbound-allow '*' for everything else"
    case .metadata:
      "connections to \(place) are not allowed, because there the machine's own credentials are served: "
        + "if workflows need it, give --outbound-allow \(place), and --outbound-allow '*' for everything else"
    case .notAllowed: "connections to \(place) are not allowed: it is not among the places given with --outbound-allow"
    case .unixSocket: "connections to Unix domain sockets are not allowed: --outbound-allow unix would allow them"
    case .unreadable:
      "connections to '\(place)' are not allowed: expected a plain name, because there are rules for names"
    case .denied(let rule): "connections to \(place) are not allowed: --outbound-deny \(rule) is in force"
    case .deniedAddress(let range): "connections to \(place) are not allowed: --outbound-deny \(range) is in force"
    }
  }
}
