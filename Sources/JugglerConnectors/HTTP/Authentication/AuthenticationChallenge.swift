/// One of the challenges of a `WWW-Authenticate` header (RFC 9110, section 11.6.1).
struct AuthenticationChallenge: Sendable, Hashable {
  /// In lower case.
  var scheme: String
  /// Names in lower case, values without their quotes.
  var parameters: [String: String] = [:]

  static func parse(_ header: String) -> [AuthenticationChallenge] {
    var scanner = Scanner(rest: header[...])
    return scanner.challenges()
  }

  private struct Scanner {
    var rest: Substring

    mutating func challenges() -> [AuthenticationChallenge] {
      var challenges: [AuthenticationChallenge] = []
      while true {
        skip { $0 == " " || $0 == "\t" || $0 == "," }
        let name = token()
        guard !name.isEmpty else { return challenges }
        skip { $0 == " " || $0 == "\t" }
        // A token followed by `=` is a parameter of the challenge before, any other begins a new one.
        if rest.first == "=", !challenges.isEmpty {
          rest.removeFirst()
          skip { $0 == " " || $0 == "\t" }
          challenges[challenges.count - 1].parameters[name.lowercased()] = value()
        } else {
          challenges.append(AuthenticationChallenge(scheme: name.lowercased()))
        }
      }
    }

    private mutating func skip(while predicate: (Character) -> Bool) { rest = rest.drop(while: predicate) }

    private mutating func token() -> Substring {
      let token = rest.prefix { !" \t,=\"".contains($0) }
      rest = rest[token.endIndex...]
      return token
    }

    private mutating func value() -> String {
      guard rest.first == "\"" else { return String(token()) }
      rest.removeFirst()
      var text = ""
      while let character = rest.popFirst(), character != "\"" {
        if character == "\\", let escaped = rest.popFirst() { text.append(escaped) } else { text.append(character) }
      }
      return text
    }
  }
}
