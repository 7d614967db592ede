internal import JSON
internal import Juggler
internal import NIOHTTP1

/// How a call proves who makes it.
enum HTTPAuthentication: Sendable, Hashable {
  /// RFC 7617.
  case basic(Credentials)
  /// RFC 6750.
  case bearer(String)
  /// RFC 7616.
  case digest(Credentials)

  init?(argument: JSONValue) throws {
    if argument.isNull { return nil }
    guard let scheme = argument["scheme"]?.stringValue else {
      throw Fault.invalidArgument(
        "authentication.scheme", expected: "basic, bearer or digest", found: argument["scheme"])
    }
    switch scheme.lowercased() {
    case "basic": self = .basic(try Self.credentials(of: argument))
    case "digest": self = .digest(try Self.credentials(of: argument))
    case "bearer": self = .bearer(try Self.text("token", of: argument))
    default:
      throw Fault.invalidArgument(
        "authentication.scheme", expected: "basic, bearer or digest", found: .string(scheme))
    }
  }

  /// The `Authorization` to send unasked.
  var initial: String? {
    switch self {
    case .basic(let credentials):
      "Basic " + Base64.encode("\(credentials.username):\(credentials.password)".utf8)
    case .bearer(let token): "Bearer " + token
    case .digest: nil
    }
  }

  /// The `Authorization` that answers a 401; `nil` when there is nothing that would change its mind.
  func answer(to head: ResponseHead, for request: HTTPRequest) -> String? {
    guard case .digest(let credentials) = self, !request.headers.contains(name: "Authorization") else { return nil }
    let challenges = head.all("www-authenticate").flatMap(DigestChallenge.parse)
    guard let challenge = challenges.max(by: { $0.algorithm < $1.algorithm }) else { return nil }
    let answer = DigestAnswer(
      challenge: challenge, credentials: credentials, method: request.method.rawValue, uri: request.url.target)
    return answer.header
  }

  private static func credentials(of argument: JSONValue) throws -> Credentials {
    Credentials(username: try text("username", of: argument), password: try text("password", of: argument))
  }

  private static func text(_ key: String, of argument: JSONValue) throws -> String {
    guard let text = argument[key]?.stringValue, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      // What was found is not shown: it may be a secret.
      throw Fault(.authentication, detail: "authentication.\(key): expected one line of text")
    }
    return text
  }
}
