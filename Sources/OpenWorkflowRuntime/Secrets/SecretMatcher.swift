import JSON

/// Finds the texts of secrets in other texts, in one pass.
final class SecretMatcher: Sendable {
  struct Pattern: Sendable {
    var bytes: [UInt8]
    var reference: SecretReference
  }

  struct Match {
    /// In UTF-8.
    var range: Range<Int>
    var pattern: Int
  }

  /// Texts of fewer bytes are not looked for: they would garble more than they hide.
  static let shortest = 4

  let patterns: [Pattern]
  /// By their first two bytes: whether any begins so.
  private let beginnings: [UInt64]
  /// By their first byte, longest first, so that a secret within another does not leave the rest of it readable.
  private let byFirstByte: [[Int]]

  init(_ secrets: [(name: String, value: JSONValue)]) {
    var known: Set<[UInt8]> = []
    var patterns: [Pattern] = []
    for text in secrets.flatMap({ SecretText.all(of: $0.value, named: $0.name) }) {
      for form in SecretForm.allCases {
        guard let encoded = form.encoding(text.text), encoded.utf8.count >= Self.shortest else { continue }
        let bytes = Array(encoded.utf8)
        guard known.insert(bytes).inserted else { continue }
        let reference = SecretReference(
          name: text.name, path: text.path, form: form, isCredentials: text.isCredentials)
        patterns.append(Pattern(bytes: bytes, reference: reference))
      }
    }
    var beginnings = [UInt64](repeating: 0, count: patterns.isEmpty ? 0 : 1024)
    var byFirstByte = [[Int]](repeating: [], count: patterns.isEmpty ? 0 : 256)
    for (index, pattern) in patterns.enumerated() {
      let beginning = Int(pattern.bytes[0]) << 8 | Int(pattern.bytes[1])
      beginnings[beginning >> 6] |= 1 << UInt64(beginning & 63)
      byFirstByte[Int(pattern.bytes[0])].append(index)
    }
    for byte in byFirstByte.indices { byFirstByte[byte].sort { patterns[$0].bytes.count > patterns[$1].bytes.count } }
    self.patterns = patterns
    self.beginnings = beginnings
    self.byFirstByte = byFirstByte
  }

  var isEmpty: Bool { patterns.isEmpty }

  /// From left to right; none overlaps another.
  func matches(in text: String) -> [Match] {
    if patterns.isEmpty { return [] }
    var text = text
    return text.withUTF8(matches)
  }

  private func matches(in bytes: UnsafeBufferPointer<UInt8>) -> [Match] {
    var matches: [Match] = []
    var position = 0
    let last = bytes.count - Self.shortest
    while position <= last {
      let beginning = Int(bytes[position]) << 8 | Int(bytes[position + 1])
      if beginnings[beginning >> 6] & 1 << UInt64(beginning & 63) != 0, let pattern = pattern(at: position, in: bytes) {
        let end = position + patterns[pattern].bytes.count
        matches.append(Match(range: position..<end, pattern: pattern))
        position = end
      } else {
        position += 1
      }
    }
    return matches
  }

  private func pattern(at position: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    byFirstByte[Int(bytes[position])].first { index in
      let pattern = patterns[index].bytes
      return position + pattern.count <= bytes.count
        && pattern.elementsEqual(UnsafeBufferPointer(rebasing: bytes[position..<position + pattern.count]))
    }
  }
}

/// A text within a secret.
private struct SecretText {
  var name: String
  var path: [String]
  var text: String
  var isCredentials = false

  static func all(of value: JSONValue, named name: String) -> [SecretText] {
    var texts: [SecretText] = []
    collect(value, named: name, at: [], into: &texts)
    return texts
  }

  private static func collect(_ value: JSONValue, named name: String, at path: [String], into texts: inout [SecretText])
  {
    switch value {
    case .string(let text): texts.append(SecretText(name: name, path: path, text: text))
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        collect(element, named: name, at: path + [String(index)], into: &texts)
      }
    case .object(let members):
      if let text = SecretReference.credentials(value) {
        texts.append(SecretText(name: name, path: path, text: text, isCredentials: true))
      }
      // Who a password belongs to is no secret, and often a word that stands in many a text, such as `admin`.
      let isAccount = members.contains(key: "password")
      for (key, member) in members where !(isAccount && key == "username") {
        collect(member, named: name, at: path + [key], into: &texts)
      }
    case .null, .bool, .integer, .double, .decimal: break
    }
  }
}
