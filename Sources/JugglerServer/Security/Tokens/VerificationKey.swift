import JSON
import JWTKit

/// One public key of an issuer.
struct VerificationKey: Sendable {
  let id: String?
  /// What verifies signatures, by the algorithm's name in RFC 7518.
  let verifiers: [String: any JWTAlgorithm]
}

extension VerificationKey {
  private static let smallestModulus = 2048

  /// The keys of a JWK Set (RFC 7517, section 5) that verify signatures. Others are passed over, as the standard wants it.
  ///
  /// - Throws: a `KeySetError` for a text that is no JWK Set.
  static func keys(inSet bytes: some Sequence<UInt8>) async throws -> [VerificationKey] {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes, options: JSONParsingOptions(duplicateKeys: .reject))
    } catch {
      throw KeySetError("expected a JWK Set, which is JSON: \(error)")
    }
    guard case .array(let elements)? = value["keys"] else {
      throw KeySetError("expected a JWK Set, an object with a list 'keys'")
    }
    var keys: [VerificationKey] = []
    for element in elements.prefix(100) {
      if let key = try? await VerificationKey(jwk: element) { keys.append(key) }
    }
    return keys
  }

  private init?(jwk: JSONValue) async throws {
    if let use = jwk["use"], use != "sig" { return nil }
    if case .array(let operations)? = jwk["key_ops"], !operations.contains("verify") { return nil }
    var verifiers: [String: any JWTAlgorithm] = [:]
    for name in Self.algorithms(of: jwk) {
      if let own = jwk["alg"]?.stringValue, own != name { continue }
      guard let algorithm = JWK.Algorithm(rawValue: name), let key = Self.publicKey(jwk, algorithm) else { continue }
      verifiers[name] = try await JWTKeyCollection().add(jwk: key).getKey(alg: name)
    }
    guard !verifiers.isEmpty else { return nil }
    id = jwk["kid"]?.stringValue
    self.verifiers = verifiers
  }

  /// What a key of that kind can verify. Symmetric keys are not taken: who can verify with one can sign with it.
  private static func algorithms(of jwk: JSONValue) -> [String] {
    switch (jwk["kty"]?.stringValue, jwk["crv"]?.stringValue) {
    case ("RSA", _): ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]
    case ("EC", "P-256"): ["ES256"]
    case ("EC", "P-384"): ["ES384"]
    case ("EC", "P-521"): ["ES512"]
    case ("OKP", "Ed25519"): ["EdDSA"]
    default: []
    }
  }

  /// The public part only.
  private static func publicKey(_ jwk: JSONValue, _ algorithm: JWK.Algorithm) -> JWK? {
    let id = JWKIdentifier(string: "key")
    switch jwk["kty"]?.stringValue {
    case "RSA":
      guard let modulus = jwk["n"]?.stringValue, let exponent = jwk["e"]?.stringValue,
        let bytes = Base64URL.decode(modulus), bytes.drop(while: { $0 == 0 }).count * 8 >= smallestModulus
      else { return nil }
      return .rsa(algorithm, identifier: id, modulus: modulus, exponent: exponent)
    case "EC":
      guard let curve = jwk["crv"]?.stringValue.flatMap(ECDSACurve.init(rawValue:)) else { return nil }
      return .ecdsa(algorithm, identifier: id, x: jwk["x"]?.stringValue, y: jwk["y"]?.stringValue, curve: curve)
    default:
      return .octetKeyPair(algorithm, identifier: id, x: jwk["x"]?.stringValue, y: nil, curve: .ed25519)
    }
  }
}

/// Why there are no keys.
struct KeySetError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
