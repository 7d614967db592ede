internal import JSON
internal import Juggler

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// An absolute URL without fragment and credentials, in ASCII.
struct RequestURL: Sendable, Hashable {
  /// What goes to the client, and what messages show.
  private(set) var text: String
  /// What stood before the `@`.
  private(set) var credentials: Credentials?
  /// Where it leads to; of a Unix domain socket only that it is one.
  let server: Origin
  let isUnixSocket: Bool
  /// Where in `text` host and port begin and end, in bytes.
  private let authorityBounds: Range<Int>

  /// - Throws: a `configuration` fault when it names no scheme or one that is not HTTP, no host, or no port number where
  ///   one should be.
  init(_ source: String) throws {
    // What no URI may contain is encoded; escapes and delimiters are left as the author wrote them.
    text = source.percentEncoded(except: \.mayStandInURI)
    if let fragment = text.utf8.firstIndex(of: UInt8(ascii: "#")) { text.removeSubrange(fragment...) }
    guard let scheme = Scheme(beginningOf: text) else {
      throw Fault(
        .configuration, detail: "uri: expected an absolute URL that starts with http:// or https://, found '\(source)'")
    }
    isUnixSocket = scheme.isUnixSocket
    let start = text.utf8.index(text.startIndex, offsetBy: scheme.length)
    var end = text[start...].utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? text.endIndex
    if let at = text[start..<end].utf8.lastIndex(of: UInt8(ascii: "@")) {
      let host = text.utf8.index(after: at)
      let length = text.utf8.distance(from: host, to: end)
      credentials = Credentials(userInformation: text[start..<at])
      text.removeSubrange(start..<host)
      end = text.utf8.index(start, offsetBy: length)
    }
    authorityBounds = scheme.length..<text.utf8.distance(from: text.startIndex, to: end)
    guard !authorityBounds.isEmpty, text.utf8[start] != UInt8(ascii: ":") else {
      throw Fault(.configuration, detail: "uri: expected a host after '\(text[..<start])', found '\(source)'")
    }
    guard let server = Self.server(text[start..<end], scheme) else {
      throw Fault(.configuration, detail: "uri: expected a port number after the last colon of '\(text[start..<end])'")
    }
    self.server = server
  }

  private static func server(_ authority: Substring, _ scheme: Scheme) -> Origin? {
    var host = authority
    var port = scheme.isSecure ? 443 : 80
    // A colon within brackets belongs to an IPv6 address (RFC 3986, section 3.2.2).
    if !scheme.isUnixSocket, let colon = authority.utf8.lastIndex(of: UInt8(ascii: ":")),
      !authority[colon...].utf8.contains(UInt8(ascii: "]"))
    {
      host = authority[..<colon]
      let digits = authority[authority.utf8.index(after: colon)...]
      if !digits.isEmpty {
        guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = UInt16(digits) else { return nil }
        port = Int(number)
      }
    }
    if host.utf8.first == UInt8(ascii: "["), host.utf8.last == UInt8(ascii: "]") { host = host.dropFirst().dropLast() }
    return Origin(isSecure: scheme.isSecure, host: host.lowercasedASCII.percentDecoded, port: port)
  }

  /// Scheme, host and port, for comparison.
  var origin: String { text[..<index(authorityBounds.upperBound)].lowercased() }

  /// Host and port as written.
  var authority: Substring { text[index(authorityBounds.lowerBound)..<index(authorityBounds.upperBound)] }

  /// The host without its port, IPv6 in brackets; all of `authority` when what follows the host is no port.
  var host: Substring {
    let authority = authority
    let end =
      (authority.hasPrefix("[") ? authority.firstIndex(of: "]").map(authority.index(after:)) : nil)
      ?? authority.firstIndex(of: ":") ?? authority.endIndex
    let rest = authority[end...]
    let isPort = rest.isEmpty || rest.hasPrefix(":") && rest.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    return isPort ? authority[..<end] : authority
  }

  /// The path of the Unix domain socket that stands in place of a host.
  var unixSocket: String? {
    let scheme = text.prefix { $0 != ":" }
    return scheme.utf8.contains(UInt8(ascii: "+")) ? String(authority).percentDecoded : nil
  }

  /// Path and query as they stand in the request line.
  var target: String {
    let target = pathAndQuery
    return target.utf8.first == UInt8(ascii: "/") ? String(target) : "/" + target
  }

  /// Path and query as written; the path may be missing.
  var pathAndQuery: Substring { text[index(authorityBounds.upperBound)...] }

  private func index(_ offset: Int) -> String.Index { text.utf8.index(text.startIndex, offsetBy: offset) }

  /// Adds parameters to those that the URL has: arrays as repeated parameters, null left out.
  mutating func append(query: JSONObject) {
    guard !query.isEmpty else { return }
    let parameters = FormEncoding.encode(query, space: "%20")
    guard !parameters.isEmpty else { return }
    switch (text.contains("?"), text.last) {
    case (false, _): text += "?"
    case (true, "?"), (true, "&"): break
    case (true, _): text += "&"
    }
    text += parameters
  }

  /// The URL that a `Location` header names, which may be relative to this one (RFC 9110, section 10.2.2).
  func resolving(_ location: String) throws -> RequestURL {
    guard let base = URL(string: text), let url = URL(string: location, relativeTo: base) else {
      throw Fault(.communication, detail: "\(text) redirects to '\(location)', which is no URL")
    }
    return try RequestURL(url.absoluteString)
  }
}

/// What a URL begins with.
private struct Scheme {
  var isSecure: Bool
  var isUnixSocket: Bool
  /// In bytes, with `://`.
  var length: Int

  private static let known: [(text: StaticString, isSecure: Bool, isUnixSocket: Bool)] = [
    ("http://", false, false), ("https://", true, false), ("http+unix://", false, true), ("https+unix://", true, true),
  ]

  init?(beginningOf text: String) {
    for scheme in Self.known {
      let count = scheme.text.utf8CodeUnitCount
      let name = UnsafeBufferPointer(start: scheme.text.utf8Start, count: count)
      guard text.utf8.count >= count, zip(text.utf8, name).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 && $1 >= 0x61 })
      else { continue }
      self.init(isSecure: scheme.isSecure, isUnixSocket: scheme.isUnixSocket, length: count)
      return
    }
    return nil
  }

  private init(isSecure: Bool, isUnixSocket: Bool, length: Int) {
    self.isSecure = isSecure
    self.isUnixSocket = isUnixSocket
    self.length = length
  }
}

extension Substring {
  fileprivate var lowercasedASCII: String {
    utf8.contains { $0 >= 0x41 && $0 <= 0x5A } ? lowercased() : String(self)
  }
}

/// A user's name and password.
struct Credentials: Sendable, Hashable {
  var username: String
  var password: String

  init(username: String, password: String) {
    self.username = username
    self.password = password
  }

  /// Reads `name:password` as it stands in a URL.
  init(userInformation: Substring) {
    let parts = userInformation.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    username = String(parts[0]).percentDecoded
    password = parts.count > 1 ? String(parts[1]).percentDecoded : ""
  }
}
