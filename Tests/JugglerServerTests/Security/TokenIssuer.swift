import JSON
import JWTKit
import Testing

@testable import JugglerServer

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Makes keys and tokens as an issuer does.
struct TokenIssuer {
  let id: String
  let jwk: JSONValue
  private let signer: any JWTAlgorithm

  init(_ id: String) async throws {
    self.id = id
    let key = ES256PrivateKey()
    signer = try await JWTKeyCollection().add(ecdsa: key).getKey()
    let point = try #require(key.publicKey.parameters)
    jwk = [
      "kty": "EC", "crv": "P-256", "kid": .string(id), "x": .string(point.x.urlEncoded),
      "y": .string(point.y.urlEncoded),
    ]
  }

  func token(_ claims: JSONValue, header changes: JSONObject = [:]) throws -> String {
    var header: JSONObject = ["alg": "ES256", "kid": .string(id)]
    for (name, value) in changes { if value.isNull { header.removeValue(forKey: name) } else { header[name] = value } }
    let signed = JSONValue.object(header).encoded + "." + claims.encoded
    return signed + "." + Data(try signer.sign(Array(signed.utf8))).base64EncodedString().urlEncoded
  }

  static func set(_ issuers: TokenIssuer...) -> [UInt8] {
    JSONValue.object(["keys": .array(issuers.map(\.jwk))]).serializedBytes()
  }
}

extension JSONValue {
  var encoded: String { Data(serializedBytes()).base64EncodedString().urlEncoded }
}

extension String {
  /// From base64 with the standard alphabet.
  var urlEncoded: String {
    String(compactMap { $0 == "=" ? nil : $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
  }
}
