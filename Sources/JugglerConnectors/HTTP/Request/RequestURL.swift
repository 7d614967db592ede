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

  /// - Throws: a `configuration` fault when it names no scheme or one that is not HTTP, or no host.
  init(_ source: String) throws {
    // What no URI may contain is encoded; escapes and delimiters are left as the author wrote them.
    var text = source.percentEncoded { byte in
      byte > 0x20 && byte < 0x7F && !#""<>\^`{|}"#.utf8.contains(byte)
    }
    if let fragment = text.firstIndex(of: "#") { text.removeSubrange(fragment...) }
    self.text = text
    guard let scheme = text.utf8.firstRange(of: "://".utf8),
      Self.schemes.contains(text[..<scheme.lowerBound].lowercased())
    else {
      throw Fault(
        .configuration, detail: "uri: expected an absolute URL that starts with http:// or https://, found '\(source)'")
    }
    let end = text[scheme.upperBound...].firstIndex { $0 == "/" || $0 == "?" } ?? text.endIndex
    if let at = text[scheme.upperBound..<end].lastIndex(of: "@") {
      credentials = Credentials(userInformation: text[scheme.upperBound..<at])
      self.text.removeSubrange(scheme.upperBound...at)
    }
    guard !authority.isEmpty, !authority.hasPrefix(":") else {
      throw Fault(
        .configuration, detail: "uri: expected a host after '\(text[..<scheme.upperBound])', found '\(source)'")
    }
  }

  private static let schemes: Set<String> = ["http", "https", "http+unix", "https+unix"]

  /// Scheme, host and port, for comparison.
  var origin: String { text[..<targetStart].lowercased() }

  /// Host and port as written.
  var authority: Substring {
    guard let scheme = text.utf8.firstRange(of: "://".utf8) else { return "" }
    return text[scheme.upperBound..<targetStart]
  }

  /// Path and query as they stand in the request line.
  var target: String {
    let target = text[targetStart...]
    return target.hasPrefix("/") ? String(target) : "/" + target
  }

  private var targetStart: String.Index {
    guard let scheme = text.utf8.firstRange(of: "://".utf8) else { return text.startIndex }
    return text[scheme.upperBound...].firstIndex { $0 == "/" || $0 == "?" } ?? text.endIndex
  }

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
