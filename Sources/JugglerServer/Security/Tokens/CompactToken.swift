import JSON

/// A signed token in its compact form (RFC 7515, section 7.1), taken apart. Nothing of it is to be believed yet.
struct CompactToken: Sendable {
  static let sizeLimit = 16 << 10

  let algorithm: String
  let keyID: String?
  let claims: JSONObject
  let signature: [UInt8]
  /// What is signed.
  let signed: [UInt8]

  init(_ text: String) throws(TokenProblem) {
    guard text.utf8.count <= Self.sizeLimit else { throw .malformed }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
      let signature = Base64URL.decode(parts[2]), !signature.isEmpty, let algorithm = header["alg"]?.stringValue
    else { throw .malformed }
    // RFC 7515, section 4.1.11: what is critical and not understood, is not to be accepted.
    if header.contains(key: "crit") { throw .malformed }
    switch header["kid"] {
    case nil: keyID = nil
    case .string(let id): keyID = id
    default: throw .malformed
    }
    self.algorithm = algorithm
    self.claims = claims
    self.signature = signature
    signed = Array(text.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
  }

  private static func object(_ part: Substring) -> JSONObject? {
    guard let bytes = Base64URL.decode(part) else { return nil }
    // Two readers of an object with a name twice may see two objects (RFC 7519, section 4).
    let options = JSONParsingOptions(depthLimit: 32, duplicateKeys: .reject, loneSurrogates: .reject)
    return (try? JSONValue(parsing: bytes, options: options))?.objectValue
  }
}

/// Why a token is not accepted.
enum TokenProblem: Error, Sendable, Hashable {
  case malformed
  case algorithm(String)
  case unknownKey
  case signature
  case issuer
  case audience
  case expired
  case notYetValid
  case claim(String)

  var words: String {
    switch self {
    case .malformed: "the token is malformed"
    case .algorithm: "the token is signed with an algorithm that is not allowed"
    case .unknownKey: "the token is signed with an unknown key"
    case .signature: "the token's signature is not valid"
    case .issuer: "the token is from another issuer"
    case .audience: "the token is for another audience"
    case .expired: "the token has expired"
    case .notYetValid: "the token is not valid yet"
    case .claim(let name): "the token has no valid claim '\(name)'"
    }
  }
}
