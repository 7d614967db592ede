package import JSON
package import Juggler

/// Replaces the values of secrets wherever text leaves a run.
package struct SecretMask: Sendable {
  package static let replacement = "***"
  /// Longest first, so that a secret within another does not leave the rest of it readable.
  private let values: [String]

  package static let none = SecretMask(values: [])

  private init(values: [String]) { self.values = values }

  /// Masks every text within the given secrets. Texts of fewer than four characters are not: they would garble more than
  /// they hide.
  package init(_ secrets: [JSONValue]) {
    var texts: Set<String> = []
    func collect(_ value: JSONValue) {
      switch value {
      case .string(let text): if text.utf8.count >= 4 { texts.insert(text) }
      case .array(let elements): elements.forEach(collect)
      case .object(let members): members.values.forEach(collect)
      case .null, .bool, .integer, .double, .decimal: break
      }
    }
    secrets.forEach(collect)
    values = texts.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  package func masking(_ text: String) -> String {
    var masked = text
    for value in values where masked.contains(value) {
      masked = masked.split(separator: value, omittingEmptySubsequences: false).joined(separator: Self.replacement)
    }
    return masked
  }

  package func masking(_ fault: Fault) -> Fault {
    if values.isEmpty { return fault }
    var masked = fault
    masked.title = fault.title.map(masking)
    masked.detail = fault.detail.map(masking)
    return masked
  }
}
