/// A kind of telemetry; each has its path, and variables of its own.
package enum OTLPSignal: String, Sendable, CaseIterable {
  case traces
  case metrics

  /// Where this goes at a collector: `http://localhost:4318` has its traces at `http://localhost:4318/v1/traces`.
  ///
  /// - Parameter collector: an http URL; what it has of a query is left out, as the specification allows.
  package func url(at collector: String) -> String {
    let base = collector.prefix { $0 != "?" && $0 != "#" }
    return base + (base.hasSuffix("/") ? "v1/" : "/v1/") + rawValue
  }

  /// Whether something can be sent to `url`: its scheme is http or https, and it names a host.
  package static func isDestination(_ url: String) -> Bool {
    guard let colon = url.firstIndex(of: ":"), ["http", "https"].contains(url[..<colon].lowercased()),
      url[colon...].hasPrefix("://")
    else { return false }
    let authority = url[colon...].dropFirst(3).prefix { !"/?#".contains($0) }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority
    return !host.isEmpty && !host.hasPrefix(":") && !url.contains { $0.isWhitespace }
  }
}
