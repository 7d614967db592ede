/// The five parts of a URI reference (RFC 3986), and how one is resolved against another.
struct URIReference: Sendable, Hashable {
  var scheme: Substring?
  var authority: Substring?
  var path: Substring
  var query: Substring?
  var fragment: Substring?

  /// Splits a text as appendix B does, which never fails.
  init(_ text: String) {
    var rest = text[...]
    func cut(at separator: Unicode.Scalar) -> Substring? {
      guard let index = rest.utf8.firstIndex(of: UInt8(ascii: separator)) else { return nil }
      defer { rest = rest[..<index] }
      return rest[rest.utf8.index(after: index)...]
    }
    fragment = cut(at: "#")
    query = cut(at: "?")
    let end = rest.utf8.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
    if let end, end > rest.startIndex, rest.utf8[end] == UInt8(ascii: ":") {
      scheme = rest[..<end]
      rest = rest[rest.utf8.index(after: end)...]
    }
    if rest.utf8.starts(with: "//".utf8) {
      let start = rest.utf8.index(rest.startIndex, offsetBy: 2)
      let end = rest.utf8[start...].firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      authority = rest[start..<end]
      rest = rest[end...]
    }
    path = rest
  }

  static func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, first.isLetter else { return false }
    return text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0.isAny(of: "+-.") }
  }

  var withoutFragment: URIReference {
    var copy = self
    copy.fragment = nil
    return copy
  }

  var text: String {
    (scheme.map { "\($0):" } ?? "") + (authority.map { "//\($0)" } ?? "") + path + (query.map { "?\($0)" } ?? "")
      + (fragment.map { "#\($0)" } ?? "")
  }

  /// Section 5.2.2; a base without a scheme is allowed and stays one.
  func resolved(against base: URIReference) -> URIReference {
    var result = self
    if scheme != nil || base == URIReference("") {
      return result
    }
    result.scheme = base.scheme
    guard authority == nil else { return result }
    result.authority = base.authority
    if path.isEmpty {
      result.path = base.path
      result.query = query ?? base.query
    } else if !path.hasPrefix("/") {
      let directory = base.path.lastIndex(of: "/").map { base.path[...$0] } ?? (base.authority == nil ? "" : "/")
      result.path = Self.withoutDots(directory + path)
    } else {
      result.path = Self.withoutDots(path)
    }
    return result
  }

  /// Section 5.2.4.
  private static func withoutDots(_ path: Substring) -> Substring {
    guard path.contains(".") else { return path }
    var kept: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment {
      case ".": if isLast { kept.append("") }
      case "..":
        if kept.count > 1 || kept.first.map({ !$0.isEmpty }) ?? false { kept.removeLast() }
        if isLast { kept.append("") }
      default: kept.append(segment)
      }
    }
    return Substring(kept.joined(separator: "/"))
  }
}
