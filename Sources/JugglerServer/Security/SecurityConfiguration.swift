/// Who may use the server, and from where. The defaults let everybody on the same machine, and nobody else, do everything.
package struct SecurityConfiguration: Sendable {
  /// The file that keeps the API keys; `nil` for none.
  package var keysFile: String?
  /// Whose tokens are accepted; `nil` for nobody's.
  package var tokens: TokenConfiguration?
  /// Lets everybody who reaches the server do everything, on any address: for networks where something in front of it
  /// decides who does.
  package var allowsAnonymousRemoteAccess = false
  /// Origins of web pages that may use the server from a browser, such as `https://app.example.com`. Others may not.
  package var allowedOrigins: [String] = []
  /// Names by which a server without authentication may be addressed, beside those of the loopback interface.
  package var allowedHosts: [String] = []
  /// Who says where requests come from that they pass on; `nil` for nobody.
  package var proxies: TrustedProxies?
  /// How many failed attempts of a client are answered in a minute before it is told to wait.
  package var failuresPerMinute = 30
  /// Requests that one API key, or one subject of tokens, may make; `nil` for any number.
  package var principalLimit: ClientLimit?

  package init() {}

  package var requiresAuthentication: Bool { keysFile != nil || tokens != nil }

  /// Why the server must not listen there; `nil` when it may.
  ///
  /// - Parameter address: a host name or IP address, with or without brackets, or the path of a Unix domain socket.
  package func problem(for address: String) -> String? {
    if requiresAuthentication || allowsAnonymousRemoteAccess || Self.isLocal(address) { return nil }
    return """
      refusing to listen on \(address) without authentication: everybody who reaches that address could run workflows. \
      Make an API key with 'juggler keys create NAME' and name its file with --keys, configure the issuer of tokens with \
      --jwt-issuer, --jwt-audience and --jwt-jwks, or listen on 127.0.0.1. If something in front of the server decides who \
      may use it, say --insecure-no-auth
      """
  }

  /// What is wrong with the configuration itself, each with what to do.
  package var problems: [String] {
    var problems = tokens?.problems ?? []
    for origin in allowedOrigins where !Self.isOrigin(origin) {
      problems.append(
        "allowed origin '\(origin)': expected a scheme, a host and perhaps a port, such as https://app.example.com; every "
          + "origin is listed by itself, there is no wildcard")
    }
    return problems
  }

  private static func isLocal(_ address: String) -> Bool {
    if address.hasPrefix("/") || address.hasPrefix("unix:") { return true }
    return LoopbackName.contains(address)
  }

  private static func isOrigin(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return false }
    let rest = text[colon...].dropFirst(3)
    return ["http", "https"].contains(text[..<colon]) && !rest.isEmpty
      && !rest.contains {
        $0 == "/" || $0 == "*" || $0 == "?" || $0 == "#" || $0 == "@" || $0.isWhitespace || $0 == ","
      }
  }
}
