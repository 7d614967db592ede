/// A challenge of the scheme Digest (RFC 7616, section 3.3) that can be answered.
struct DigestChallenge: Sendable, Hashable {
  /// From the weakest to the strongest.
  enum Algorithm: String, Sendable, CaseIterable, Comparable {
    case md5 = "MD5"
    case md5Session = "MD5-sess"
    case sha256 = "SHA-256"
    case sha256Session = "SHA-256-sess"

    var isSession: Bool { self == .md5Session || self == .sha256Session }
    var isSHA256: Bool { self == .sha256 || self == .sha256Session }

    static func < (a: Self, b: Self) -> Bool { rank(a) < rank(b) }
    private static func rank(_ algorithm: Self) -> Int { allCases.firstIndex(of: algorithm) ?? 0 }
  }

  var realm: String
  var nonce: String
  var opaque: String?
  var algorithm: Algorithm
  /// Whether the quality of protection `auth` is offered; servers of RFC 2069 offer none.
  var offersAuth: Bool
  /// Whether the name is to be sent hashed.
  var hashesName: Bool

  /// The challenges of that scheme in a `WWW-Authenticate` header, without those of unknown algorithms and those that
  /// insist on `auth-int`.
  static func parse(_ header: String) -> [DigestChallenge] {
    AuthenticationChallenge.parse(header).compactMap { challenge in
      guard challenge.scheme == "digest", let nonce = challenge.parameters["nonce"] else { return nil }
      let name = challenge.parameters["algorithm"] ?? Algorithm.md5.rawValue
      guard let algorithm = Algorithm.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() })
      else { return nil }
      let qualities = challenge.parameters["qop"].map {
        $0.split { $0 == "," || $0 == " " }.map { $0.lowercased() }
      }
      let offersAuth = qualities?.contains("auth") ?? false
      guard qualities == nil || offersAuth else { return nil }
      return DigestChallenge(
        realm: challenge.parameters["realm"] ?? "", nonce: nonce, opaque: challenge.parameters["opaque"],
        algorithm: algorithm, offersAuth: offersAuth,
        hashesName: challenge.parameters["userhash"]?.lowercased() == "true")
    }
  }
}
