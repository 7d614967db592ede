internal import Crypto

/// The answer to a challenge of the scheme Digest (RFC 7616, section 3.4).
struct DigestAnswer: Sendable {
  let challenge: DigestChallenge
  let credentials: Credentials
  let method: String
  /// The request's target.
  let uri: String
  var clientNonce = Self.randomNonce()

  /// The value of the `Authorization` header.
  var header: String {
    var parts = [name, quoted("realm", challenge.realm), quoted("nonce", challenge.nonce), quoted("uri", uri)]
    parts += ["algorithm=\(challenge.algorithm.rawValue)", quoted("response", response)]
    if challenge.offersAuth { parts += ["qop=auth", "nc=\(Self.nonceCount)", quoted("cnonce", clientNonce)] }
    if let opaque = challenge.opaque { parts.append(quoted("opaque", opaque)) }
    if challenge.hashesName { parts.append("userhash=true") }
    return "Digest " + parts.joined(separator: ", ")
  }

  /// Every challenge is answered once.
  private static let nonceCount = "00000001"

  private var name: String {
    let name = credentials.username
    if challenge.hashesName { return quoted("username", hash("\(name):\(challenge.realm)")) }
    guard name.utf8.allSatisfy({ $0 < 0x80 }) else {
      return "username*=UTF-8''" + name.percentEncoded(except: \.isUnreserved)
    }
    return quoted("username", name)
  }

  var response: String {
    var secret = hash("\(credentials.username):\(challenge.realm):\(credentials.password)")
    if challenge.algorithm.isSession { secret = hash("\(secret):\(challenge.nonce):\(clientNonce)") }
    let request = hash("\(method):\(uri)")
    guard challenge.offersAuth else { return hash("\(secret):\(challenge.nonce):\(request)") }
    return hash("\(secret):\(challenge.nonce):\(Self.nonceCount):\(clientNonce):auth:\(request)")
  }

  private func hash(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return challenge.algorithm.isSHA256
      ? Self.hexadecimal(SHA256.hash(data: bytes)) : Self.hexadecimal(Insecure.MD5.hash(data: bytes))
  }

  private func quoted(_ name: String, _ value: String) -> String {
    let escaped = value.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "\(name)=\"\(String(escaped))\""
  }

  private static func randomNonce() -> String {
    var generator = SystemRandomNumberGenerator()
    return hexadecimal((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [digit($0 >> 4), digit($0 & 0xF)] }, as: UTF8.self)
  }

  private static func digit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }
}
