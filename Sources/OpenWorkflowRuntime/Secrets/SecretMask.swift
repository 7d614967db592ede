package import JSON
package import Juggler

/// Keeps the values of secrets out of what is written.
///
/// `masking` is for what others read: a secret is `***`, for ever. `recording` is for journals, which a run is continued
/// from: there a reference stands in its place, and `restoring` puts the value of the secret back.
package struct SecretMask: Sendable {
  package static let replacement = ConcealedValue.replacement

  /// `nil` for a workflow that declares no secrets: nothing is looked for then.
  private let matcher: SecretMatcher?
  private let secrets: [String: JSONValue]

  package static let none = SecretMask()

  private init() {
    matcher = nil
    secrets = [:]
  }

  /// - Parameter secrets: those that are known now.
  /// - Parameter former: values that they had before; they are masked too.
  package init(_ secrets: [(name: String, value: JSONValue)], former: [(name: String, value: JSONValue)] = []) {
    matcher = SecretMatcher(secrets + former)
    self.secrets = Dictionary(secrets.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  package func masking(_ text: String) -> String {
    guard let matcher else { return text }
    return Self.replacing(matcher.matches(in: text), in: text) { _ in Self.replacement } ?? text
  }

  package func masking(_ fault: Fault) -> Fault {
    guard let matcher, !matcher.isEmpty else { return fault }
    var masked = fault
    masked.type = masking(fault.type)
    masked.title = fault.title.map(masking)
    masked.detail = fault.detail.map(masking)
    masked.instance = fault.instance.map(masking)
    return masked
  }

  package func masking(_ value: JSONValue) -> JSONValue {
    guard let matcher, contains(value, matcher) else { return value }
    return value.mappingTexts { text in masking(text) }
  }

  /// The value as a journal keeps it.
  package func recording(_ value: JSONValue) -> JSONValue {
    guard let matcher else { return value }
    guard contains(value, matcher) || ConcealedValue.content(of: value) != nil else { return value }
    return ConcealedValue.wrap(value.mappingTexts { text in conceal(text, matcher) })
  }

  /// The value that `recording` was given, with the values that the secrets have now.
  ///
  /// Throws an `authorization` fault when a secret has no value any more.
  package func restoring(_ value: JSONValue) throws(Fault) -> JSONValue {
    guard matcher != nil, let content = ConcealedValue.content(of: value) else { return value }
    return try content.mappingTexts { text throws(Fault) in
      try ConcealedValue.revealing(text) { reference throws(Fault) in try reveal(reference) }
    }
  }

  private func conceal(_ text: String, _ matcher: SecretMatcher) -> String {
    let matches = matcher.matches(in: text)
    if matches.isEmpty { return ConcealedValue.escaping(text) }
    let bytes = Array(text.utf8)
    var concealed = ""
    var position = 0
    for match in matches {
      concealed += ConcealedValue.escaping(String(decoding: bytes[position..<match.range.lowerBound], as: UTF8.self))
      concealed += "\(ConcealedValue.opening)\(matcher.patterns[match.pattern].reference)\(ConcealedValue.closing)"
      position = match.range.upperBound
    }
    return concealed + ConcealedValue.escaping(String(decoding: bytes[position...], as: UTF8.self))
  }

  private func reveal(_ text: Substring) throws(Fault) -> String {
    guard let reference = SecretReference(text) else {
      throw Fault(
        .runtime, title: "Unreadable Journal",
        detail: "the run's journal refers to a secret in a way that this version does not know: \(text)")
    }
    guard let revealed = secrets[reference.name].flatMap(reference.text) else {
      throw Fault(
        .authorization,
        detail: "the run's journal refers to secret '\(reference.name)'"
          + (reference.path.isEmpty ? "" : ", '\(reference.path.joined(separator: "/"))' of it,")
          + " which has no such value any more: give it again, then resume the run")
    }
    return revealed
  }

  private func contains(_ value: JSONValue, _ matcher: SecretMatcher) -> Bool {
    switch value {
    case .string(let text): !matcher.matches(in: text).isEmpty
    case .array(let elements): elements.contains { contains($0, matcher) }
    case .object(let members):
      members.contains { !matcher.matches(in: $0.key).isEmpty || contains($0.value, matcher) }
    case .null, .bool, .integer, .double, .decimal: false
    }
  }

  private static func replacing(
    _ matches: [SecretMatcher.Match], in text: String, _ replacement: (Int) -> String
  ) -> String? {
    if matches.isEmpty { return nil }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var position = 0
    for match in matches {
      result += bytes[position..<match.range.lowerBound]
      result += replacement(match.pattern).utf8
      position = match.range.upperBound
    }
    result += bytes[position...]
    return String(decoding: result, as: UTF8.self)
  }
}
