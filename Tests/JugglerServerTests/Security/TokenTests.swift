import JSON
import JWTKit
import Testing

@testable import JugglerServer

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// RFC 7515, RFC 7517, RFC 7519, RFC 8037.
struct KnownTokenTests {
  func verifies(_ token: String, _ jwk: String) async throws -> Bool {
    let keys = try await VerificationKey.keys(inSet: #"{"keys":[\#(jwk)]}"#.utf8)
    let token = try CompactToken(token)
    let verifier = try #require(keys.first?.verifiers[token.algorithm])
    return try verifier.verify(token.signature, signs: token.signed)
  }

  @Test(arguments: [(KnownTokens.rsaToken, KnownTokens.rsaKey), (KnownTokens.ecToken, KnownTokens.ecKey)])
  func theExamplesOfRFC7515AreValid(_ token: String, _ jwk: String) async throws {
    #expect(try await verifies(token, jwk))
    let parsed = try CompactToken(token)
    #expect(parsed.claims == ["iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true])
    // The same claims, but for one letter.
    let parts = token.split(separator: ".")
    let forged = "\(parts[0]).\(parts[1].replacing("J", with: "K", maxReplacements: 1)).\(parts[2])"
    if (try? CompactToken(forged)) != nil { #expect(try await !verifies(forged, jwk)) }
    let other = "\(parts[0]).\(JSONValue.object(["iss": "joe"]).encoded).\(parts[2])"
    #expect(try await !verifies(other, jwk))
  }

  @Test func theExampleOfRFC8037IsValid() async throws {
    let keys = try await VerificationKey.keys(inSet: #"{"keys":[\#(KnownTokens.edwardsKey)]}"#.utf8)
    let signature = try #require(Base64URL.decode(KnownTokens.edwardsSignature))
    let verifier = try #require(keys.first?.verifiers["EdDSA"])
    #expect(try verifier.verify(signature, signs: Array(KnownTokens.edwardsSigned.utf8)))
    #expect(try !verifier.verify(signature, signs: Array((KnownTokens.edwardsSigned + "x").utf8)))
  }

  @Test func ofTheSetOfRFC7517OnlyTheKeyForSignaturesCounts() async throws {
    let keys = try await VerificationKey.keys(inSet: KnownTokens.set.utf8)
    #expect(keys.map(\.id) == ["2011-04-29"])
    #expect(keys.first.map { Array($0.verifiers.keys) } == ["RS256"])
  }

  @Test func symmetricKeysAndUnsignedTokensAreNothing() async throws {
    #expect(try await VerificationKey.keys(inSet: #"{"keys":[\#(KnownTokens.symmetricKey)]}"#.utf8).isEmpty)
    #expect(throws: TokenProblem.malformed) { try CompactToken(KnownTokens.unsignedToken) }
    #expect(try CompactToken(KnownTokens.symmetricToken).algorithm == "HS256")
  }

  @Test(arguments: [
    #"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#, #"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#,
    #"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}"#, #"{"kty":"OKP","crv":"X25519","x":"AA"}"#, "{}", "7",
    #"{"kty":"RSA"}"#,
  ])
  func keysOfOtherKindsOrTooShortArePassedOver(_ jwk: String) async throws {
    let keys = try await VerificationKey.keys(inSet: #"{"keys":[\#(jwk),\#(KnownTokens.ecKey)]}"#.utf8)
    #expect(keys.count == 1)
  }

  @Test(arguments: ["", "[]", "{}", #"{"keys":{}}"#, #"{"keys":[],"keys":[]}"#])
  func otherTextsAreNoSets(_ text: String) async throws {
    await #expect(throws: KeySetError.self) { try await VerificationKey.keys(inSet: text.utf8) }
  }

  @Test(arguments: ["AA", "-_8", ""]) func base64HasOneSpelling(_ text: String) {
    #expect(Base64URL.decode(text) != nil)
  }

  @Test(arguments: ["AB", "AA=", "A", "+/8", "A A", "AA\n", "ÄA"])
  func allOthersAreRefused(_ text: String) { #expect(Base64URL.decode(text) == nil) }
}

struct TokenVerifierTests {
  let clock = SecurityClock()
  let now = 1_800_000_000
  var claims: JSONObject {
    [
      "iss": "https://issuer", "aud": "juggler", "exp": .integer(Int64(now + 600)), "sub": "ada",
      "scope": "openid juggler:run",
    ]
  }

  func verifier(
    _ issuer: TokenIssuer, _ configure: (inout TokenConfiguration) -> Void = { _ in }
  ) -> TokenVerifier {
    var configuration = TokenConfiguration(keys: .file(""), issuer: "https://issuer", audiences: ["juggler", "other"])
    configure(&configuration)
    let set = TokenIssuer.set(issuer)
    return TokenVerifier(configuration, keys: KeySetCache(time: clock.time) { set }, time: clock.time)
  }

  func with(_ changes: JSONObject) -> JSONValue {
    var claims = claims
    for (name, value) in changes { if value.isNull { claims.removeValue(forKey: name) } else { claims[name] = value } }
    return .object(claims)
  }

  @Test func knowsTheBearerAndItsScopes() async throws {
    let issuer = try await TokenIssuer("a")
    let verifier = verifier(issuer)
    let token = try issuer.token(.object(claims))
    for _ in 1...2 {
      #expect(try await verifier.principal(of: token, mayFetch: true) == Principal(.token, name: "ada", scopes: [.run]))
    }
  }

  @Test func readsScopesAsTheConfigurationSays() async throws {
    let issuer = try await TokenIssuer("a")
    func scopes(_ changes: JSONObject, _ configure: (inout TokenConfiguration) -> Void) async throws -> Set<Scope> {
      try await verifier(issuer, configure).principal(of: try issuer.token(with(changes)), mayFetch: true).scopes
    }
    #expect(try await scopes(["scope": ["juggler:read", 7, "juggler:deploy"]]) { _ in } == [.read, .deploy])
    #expect(try await scopes(["scope": "read admin"]) { _ in } == [])
    #expect(try await scopes(["scope": "read admin"]) { $0.scopePrefix = "" } == [.read, .admin])
    #expect(try await scopes(["roles": ["juggler:run"]]) { $0.scopeClaim = "roles" } == [.run])
    #expect(
      try await scopes(["realm_access": ["roles": ["juggler:run"]]]) { $0.scopeClaim = "/realm_access/roles" } == [.run]
    )
    #expect(try await scopes(["scope": .null]) { _ in } == [])
  }

  @Test(
    arguments: [
      (["iss": "https://other"], .issuer), (["iss": nil], .issuer), (["iss": ["https://issuer"]], .issuer),
      (["aud": "elsewhere"], .audience), (["aud": nil], .audience), (["aud": []], .audience),
      (["aud": [["juggler"]]], .audience),
      (["exp": nil], .claim("exp")), (["exp": "1900000000"], .claim("exp")), (["nbf": "now"], .claim("nbf")),
      (["exp": 1_799_999_939], .expired), (["exp": 1_799_999_940], .expired), (["exp": -1], .expired),
      (["nbf": 1_800_000_061], .notYetValid), (["iat": 1_800_000_061], .notYetValid),
    ] as [(JSONObject, TokenProblem)])
  func refusesClaims(_ changes: JSONObject, _ problem: TokenProblem) async throws {
    let issuer = try await TokenIssuer("a")
    let token = try issuer.token(with(changes))
    await #expect(throws: problem) { try await verifier(issuer).principal(of: token, mayFetch: true) }
  }

  @Test(
    arguments: [
      ["exp": 1_799_999_941], ["nbf": 1_800_000_060], ["iat": 1_800_000_060], ["aud": ["elsewhere", "other"]],
      ["exp": 1.9e9],
    ] as [JSONObject])
  func acceptsClaimsWithinTheLeeway(_ changes: JSONObject) async throws {
    let issuer = try await TokenIssuer("a")
    let token = try issuer.token(with(changes))
    #expect(try await verifier(issuer).principal(of: token, mayFetch: true).name == "ada")
  }

  @Test func aTokenThatWasAcceptedStillExpires() async throws {
    let issuer = try await TokenIssuer("a")
    let verifier = verifier(issuer)
    let token = try issuer.token(.object(claims))
    _ = try await verifier.principal(of: token, mayFetch: true)
    clock.advance(by: .seconds(659))
    _ = try await verifier.principal(of: token, mayFetch: true)
    clock.advance(by: .seconds(1))
    await #expect(throws: TokenProblem.expired) { try await verifier.principal(of: token, mayFetch: true) }
  }

  @Test func refusesOtherAlgorithmsThanThoseAllowed() async throws {
    let issuer = try await TokenIssuer("a")
    for name in ["none", "HS256", "RS256", "es256", "NONE", ""] {
      let token = try issuer.token(.object(claims), header: ["alg": .string(name)])
      await #expect(throws: TokenProblem.self) { try await verifier(issuer).principal(of: token, mayFetch: true) }
    }
    let token = try issuer.token(.object(claims))
    await #expect(throws: TokenProblem.algorithm("ES256")) {
      try await verifier(issuer) { $0.algorithms = ["RS256"] }.principal(of: token, mayFetch: true)
    }
  }

  @Test func refusesSignaturesOfOthers() async throws {
    let issuer = try await TokenIssuer("a")
    let forger = try await TokenIssuer("a")
    await #expect(throws: TokenProblem.signature) {
      try await verifier(issuer).principal(of: try forger.token(.object(claims)), mayFetch: true)
    }
    // A key that the token brings along counts for nothing.
    await #expect(throws: TokenProblem.signature) {
      try await verifier(issuer).principal(
        of: try forger.token(.object(claims), header: ["jwk": forger.jwk, "jku": "https://forger/jwks"]), mayFetch: true
      )
    }
  }

  @Test func aTokenWithoutKeyIDIsTriedWithTheKeysThereAre() async throws {
    let issuer = try await TokenIssuer("a")
    let token = try issuer.token(.object(claims), header: ["kid": .null])
    #expect(try await verifier(issuer).principal(of: token, mayFetch: true).name == "ada")
  }

  @Test func refusesWhatIsNoToken() async throws {
    let issuer = try await TokenIssuer("a")
    let good = try issuer.token(.object(claims))
    let parts = good.split(separator: ".").map(String.init)
    let twice = Data(#"{"alg":"ES256","alg":"none"}"#.utf8).base64EncodedString().urlEncoded
    for text in [
      "", ".", "..", "a.b.c", good + ".x", good + "=", "\(parts[0]).\(parts[1]).", "\(parts[0])..\(parts[2])",
      " " + good, "\(twice).\(parts[1]).\(parts[2])", String(repeating: "a", count: 20_000),
      try issuer.token(.object(claims), header: ["crit": ["b64"], "b64": false]),
      try issuer.token(.object(claims), header: ["kid": 7]), try issuer.token([]),
    ] {
      await #expect(throws: TokenProblem.malformed) { try await verifier(issuer).principal(of: text, mayFetch: true) }
    }
  }
}
