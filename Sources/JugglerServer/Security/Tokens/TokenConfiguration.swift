/// Which JSON Web Tokens (RFC 7519) are accepted, and what they let their bearer do.
package struct TokenConfiguration: Sendable {
  /// Where the issuer's keys (a JWK Set, RFC 7517) are.
  package enum KeySource: Sendable, Hashable {
    /// Fetched when first needed, again every hour, and when a token names a key that is not among them.
    case url(String)
    /// Read when first needed, again every hour, and when a token names a key that is not among them.
    case file(String)
  }

  package var keys: KeySource
  /// What `iss` must be.
  package var issuer: String
  /// One of which `aud` must name.
  package var audiences: [String]
  /// By how much clocks may differ.
  package var leeway = Duration.seconds(60)
  /// The algorithms of RFC 7518 and RFC 8037 that signatures may use. Symmetric ones and `none` cannot be allowed.
  package var algorithms = supportedAlgorithms
  /// The claim that lists what the bearer may do, a text with blanks or a list; beginning with a slash, a JSON Pointer to it
  /// such as `/realm_access/roles`.
  package var scopeClaim = "scope"
  /// What stands before `read`, `run`, `deploy` and `admin` there.
  package var scopePrefix = "juggler:"

  package init(keys: KeySource, issuer: String, audiences: [String]) {
    self.keys = keys
    self.issuer = issuer
    self.audiences = audiences
  }

  package static let supportedAlgorithms: Set<String> = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
  ]

  /// What is wrong with it, each with what to do.
  package var problems: [String] {
    var problems: [String] = []
    if issuer.isEmpty { problems.append("tokens need an issuer: what 'iss' must be") }
    if audiences.isEmpty || audiences.contains("") {
      problems.append(
        "tokens need an audience: what 'aud' must name, so that tokens made for other services do not count")
    }
    if case .url(let url) = keys, !Self.isTrustworthy(url) {
      problems.append(
        "the keys of tokens must come by https, for whoever can change them on their way can make tokens; found '\(url)'"
      )
    }
    for name in algorithms.sorted() where !Self.supportedAlgorithms.contains(name) {
      problems.append(
        "algorithm '\(name)' cannot be allowed; expected some of \(Self.supportedAlgorithms.sorted().joined(separator: ", "))"
      )
    }
    if algorithms.isEmpty { problems.append("tokens need an algorithm that is allowed") }
    if leeway < .zero || leeway > .seconds(600) { problems.append("the leeway must be between 0 and 600 seconds") }
    return problems
  }

  private static func isTrustworthy(_ url: String) -> Bool {
    if url.hasPrefix("https://") { return url.count > "https://".count }
    guard url.hasPrefix("http://") else { return false }
    let authority = url.dropFirst("http://".count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else { return false }
    if authority.hasPrefix("[") { return LoopbackName.contains(authority.prefix { $0 != "]" } + "]") }
    return LoopbackName.contains(authority.prefix { $0 != ":" })
  }
}
