import Crypto
import JSON
import JWTKit
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds out who a token speaks for (RFC 7519, section 7.2).
final class TokenVerifier: Sendable {
  /// More keys are not tried for a token that names none.
  private static let attemptLimit = 8

  private let configuration: TokenConfiguration
  private let keys: KeySetCache
  private let time: SecurityTime
  private let accepted = Mutex(AcceptedTokens())

  init(_ configuration: TokenConfiguration, keys: KeySetCache, time: SecurityTime) {
    self.configuration = configuration
    self.keys = keys
    self.time = time
  }

  /// Fetches the issuer's keys before anybody needs them.
  func loadKeys() async throws { try await keys.load() }

  /// - Parameter mayFetch: whether an unknown key is a reason to ask the issuer for new ones.
  func principal(of text: String, mayFetch: @autoclosure () -> Bool) async throws(TokenProblem) -> Principal {
    let digest = SHA256.hash(data: Array(text.utf8))
    let version = keys.version
    let now = time.now()
    if let known = accepted.withLock({ $0.principal(of: digest, version: version, at: now) }) { return known }
    let token = try CompactToken(text)
    guard configuration.algorithms.contains(token.algorithm),
      TokenConfiguration.supportedAlgorithms.contains(token.algorithm)
    else { throw .algorithm(token.algorithm) }
    // First what costs nothing.
    let expiry = try check(token.claims, at: now)
    let verifiers = await keys.verifiers(for: token.keyID, token.algorithm, mayFetch: mayFetch())
    guard !verifiers.all.isEmpty else { throw .unknownKey }
    let isSigned = verifiers.all.prefix(Self.attemptLimit).contains { verifier in
      (try? verifier.verify(token.signature, signs: token.signed)) == true
    }
    guard isSigned else { throw .signature }
    let principal = Principal(
      .token, name: token.claims["sub"]?.stringValue ?? "token", scopes: scopes(of: token.claims))
    accepted.withLock { $0.insert(principal, digest, version: verifiers.version, until: expiry) }
    return principal
  }

  /// - Returns: until when the token counts.
  private func check(_ claims: JSONObject, at now: Date) throws(TokenProblem) -> Date {
    guard claims["iss"]?.stringValue == configuration.issuer else { throw .issuer }
    let audiences: [JSONValue] =
      switch claims["aud"] {
      case .array(let values): values
      case .some(let value): [value]
      case nil: []
      }
    guard audiences.contains(where: { $0.stringValue.map(configuration.audiences.contains) ?? false }) else {
      throw .audience
    }
    let seconds = now.timeIntervalSince1970
    let leeway = Double(configuration.leeway.components.seconds)
    guard let expiry = try Self.time("exp", claims) else { throw .claim("exp") }
    guard seconds < expiry + leeway else { throw .expired }
    if let start = try Self.time("nbf", claims), seconds < start - leeway { throw .notYetValid }
    if let issued = try Self.time("iat", claims), seconds < issued - leeway { throw .notYetValid }
    return Date(timeIntervalSince1970: expiry + leeway)
  }

  private static func time(_ name: String, _ claims: JSONObject) throws(TokenProblem) -> Double? {
    guard let value = claims[name] else { return nil }
    guard let seconds = value.doubleValue, seconds.isFinite else { throw .claim(name) }
    return seconds
  }

  private func scopes(of claims: JSONObject) -> Set<Scope> {
    let name = configuration.scopeClaim
    let claim: JSONValue? =
      name.hasPrefix("/")
      ? name.dropFirst().split(separator: "/").reduce(JSONValue.object(claims) as JSONValue?) { $0?[String($1)] }
      : claims[name]
    let names: [String] =
      switch claim {
      case .string(let text): text.split(separator: " ").map(String.init)
      case .array(let values): values.compactMap(\.stringValue)
      default: []
      }
    return Set(
      names.compactMap { name in
        name.hasPrefix(configuration.scopePrefix)
          ? Scope(rawValue: String(name.dropFirst(configuration.scopePrefix.count))) : nil
      })
  }
}

/// Tokens whose signature need not be verified again.
private struct AcceptedTokens {
  private static let limit = 1000

  private struct Entry {
    var principal: Principal
    var until: Date
  }

  private var entries: [SHA256Digest: Entry] = [:]
  /// Of the keys that signed them.
  private var version = 0

  func principal(of digest: SHA256Digest, version: Int, at now: Date) -> Principal? {
    guard version == self.version, let entry = entries[digest], now < entry.until else { return nil }
    return entry.principal
  }

  mutating func insert(_ principal: Principal, _ digest: SHA256Digest, version: Int, until: Date) {
    if version != self.version || entries.count >= Self.limit { entries = [:] }
    self.version = version
    entries[digest] = Entry(principal: principal, until: until)
  }
}
