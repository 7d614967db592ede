public import JSON

/// A value as a journal keeps it when parts of its texts may be read by nobody, such as the values of secrets.
///
/// It is an object with the one member `$concealed`; in the texts within, `⟦…⟧` stands for what is concealed, with what is
/// needed to find it again between the brackets, and `⟦⟧` for an opening bracket. A value that happens to look like that is
/// wrapped too, so that nobody can make a run reveal a secret by sending it such a value.
package enum ConcealedValue {
  package static let key = "$concealed"
  package static let opening: Unicode.Scalar = "⟦"
  package static let closing: Unicode.Scalar = "⟧"
  package static let replacement = "***"

  /// What a value conceals; `nil` for one that conceals nothing and stands for itself.
  package static func content(of value: JSONValue) -> JSONValue? {
    guard case .object(let members) = value, members.count == 1 else { return nil }
    return members[key]
  }

  package static func wrap(_ content: JSONValue) -> JSONValue { .object([key: content]) }

  /// The text with every reference replaced by what `reveal` gives for it.
  package static func revealing<Failure: Error>(
    _ text: String, _ reveal: (Substring) throws(Failure) -> String
  ) throws(Failure) -> String {
    // By scalars: a mark behind a bracket would make another character of it.
    guard text.unicodeScalars.contains(opening) else { return text }
    var revealed = ""
    var rest = text[...]
    while let start = rest.unicodeScalars.firstIndex(of: opening) {
      revealed.unicodeScalars += rest.unicodeScalars[..<start]
      rest = rest[rest.unicodeScalars.index(after: start)...]
      guard let end = rest.unicodeScalars.firstIndex(of: closing) else { break }
      revealed.unicodeScalars += (end == rest.startIndex ? String(opening) : try reveal(rest[..<end])).unicodeScalars
      rest = rest[rest.unicodeScalars.index(after: end)...]
    }
    revealed.unicodeScalars += rest.unicodeScalars
    return revealed
  }

  /// The text with its own opening brackets marked as such.
  package static func escaping(_ text: String) -> String {
    guard text.unicodeScalars.contains(opening) else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      escaped.unicodeScalars.append(scalar)
      if scalar == opening { escaped.unicodeScalars.append(closing) }
    }
    return escaped
  }
}

extension JSONValue {
  /// The value for those who look at what a store holds: what is concealed is `***`.
  public var withoutConcealed: JSONValue {
    ConcealedValue.content(of: self).map { content in
      content.mappingTexts { text in ConcealedValue.revealing(text) { _ in ConcealedValue.replacement } }
    } ?? self
  }

  /// The value with every text within, names of members too, replaced.
  package func mappingTexts<Failure: Error>(
    _ transform: (String) throws(Failure) -> String
  ) throws(Failure) -> JSONValue {
    switch self {
    case .string(let text): return .string(try transform(text))
    case .array(let elements):
      var mapped: [JSONValue] = []
      mapped.reserveCapacity(elements.count)
      for element in elements { mapped.append(try element.mappingTexts(transform)) }
      return .array(mapped)
    case .object(let members):
      var mapped = JSONObject(minimumCapacity: members.count)
      for (name, value) in members { mapped[try transform(name)] = try value.mappingTexts(transform) }
      return .object(mapped)
    case .null, .bool, .integer, .double, .decimal: return self
    }
  }
}
