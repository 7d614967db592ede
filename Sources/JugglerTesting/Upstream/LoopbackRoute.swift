/// A method and a path pattern, and who answers what matches them.
struct LoopbackRoute: Sendable {
  enum Segment: Sendable, Hashable {
    case literal(Substring)
    case parameter(String)
    /// `*` as the last segment: whatever follows.
    case rest
  }

  let method: String
  let segments: [Segment]
  let answer: LoopbackUpstream.Handler
  var requests = 0

  init(method: String, pattern: String, answer: @escaping LoopbackUpstream.Handler) {
    self.method = method.uppercased()
    self.answer = answer
    segments = Self.split(pattern[...]).map { segment in
      if segment == "*" { return .rest }
      guard segment.hasPrefix("{"), segment.hasSuffix("}") else { return .literal(segment) }
      return .parameter(String(segment.dropFirst().dropLast()))
    }
  }

  /// The parameters of `path` when this route answers it, else `nil`.
  func parameters(method: String, path: [Substring]) -> [String: String]? {
    guard self.method == method || self.method == "*" else { return nil }
    guard path.count == segments.count || segments.last == .rest && path.count >= segments.count - 1 else { return nil }
    var parameters: [String: String] = [:]
    for (index, segment) in segments.enumerated() {
      switch segment {
      case .rest: return parameters
      case .literal(let text): guard text == path[index] else { return nil }
      case .parameter(let name): parameters[name] = Self.percentDecoded(path[index])
      }
    }
    return parameters
  }

  static func split(_ path: Substring) -> [Substring] { path.split(separator: "/") }

  private static func percentDecoded(_ text: Substring) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let decoded = UInt8(Substring(rest.prefix(2)), radix: 16) {
        bytes.append(decoded)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
