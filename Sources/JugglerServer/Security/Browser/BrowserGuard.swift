import HTTPTypes

/// Keeps web pages away from a server that lets everybody do everything because only programs of the same machine reach
/// it: a page in a browser of that machine reaches it too.
///
/// A page of another site gives itself away by its `Origin`; a page whose site's name was made to resolve to this machine
/// (DNS rebinding), by the name in `Host`.
struct BrowserGuard: Sendable {
  let allowedOrigins: Set<String>
  let allowedHosts: Set<String>
  /// Whether the server is addressed by its own names only; not when it serves a network that may call it anything.
  let checksHost: Bool

  init(_ configuration: SecurityConfiguration) {
    allowedOrigins = Set(configuration.allowedOrigins)
    allowedHosts = Set(configuration.allowedHosts.map { $0.lowercased() })
    checksHost = !configuration.allowsAnonymousRemoteAccess
  }

  func check(_ request: HTTPRequest) throws(AccessDenied) {
    let host = request.authority
    // What nearly all send, without taking it apart. Every browser sends one.
    if checksHost, let host, !LoopbackName.isPlain(host), !isOwn(Self.name(host)) {
      throw AccessDenied(
        .browser(
          "this server does not require authentication, so it answers only under the names of its own machine, such as "
            + "localhost; found '\(host.prefix(100))' as Host. Allow the name, or configure authentication"))
    }
    if let origin = request.headerFields[.origin] {
      guard allowedOrigins.contains(origin) || isSame(origin, host) else {
        throw AccessDenied(
          .browser(
            "web pages of \(origin.prefix(100)) may not use this server: allow the origin if they are to"))
      }
    } else if let site = request.headerFields[.secFetchSite], site != "same-origin", site != "none",
      !(request.headerFields[.secFetchMode] == "navigate" && request.method == .get)
    {
      throw AccessDenied(.browser("web pages of other sites may not use this server"))
    }
  }

  private func isOwn(_ name: Substring) -> Bool {
    LoopbackName.contains(name) || allowedHosts.contains(name.lowercased())
  }

  /// Whether a page came from this very server.
  private func isSame(_ origin: String, _ host: String?) -> Bool {
    guard let host = host?.lowercased() else { return false }
    return origin == "http://" + host || origin == "https://" + host
  }

  /// The host without its port; all of the text when something else than a port follows.
  static func name(_ authority: String) -> Substring {
    // Bytes, for all that is looked for is ASCII.
    let bytes = authority.utf8
    let bracket = bytes.first == UInt8(ascii: "[") ? bytes.firstIndex(of: UInt8(ascii: "]")) : nil
    let end = bracket.map(bytes.index(after:)) ?? bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
    let rest = bytes[end...]
    let isPort =
      rest.isEmpty || rest.first == UInt8(ascii: ":") && rest.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    return isPort ? authority[..<end] : authority[...]
  }
}

extension HTTPField.Name {
  static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
  static let secFetchMode = HTTPField.Name("Sec-Fetch-Mode")!
}
