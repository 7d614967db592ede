import JSON

/// A string with places for values.
struct StringTemplate: Sendable {
  enum Part: Sendable {
    case text(String)
    case value
  }

  let parts: [Part]
  let format: Format
  /// How many values it takes.
  let places: Int

  /// - Parameter format: how values are rendered, `@text` when `nil`.
  init(_ parts: [StringPart], format: String?) {
    self.parts = parts.map { if case .text(let text) = $0 { .text(text) } else { .value } }
    places = parts.count { $0.expression != nil }
    self.format = Format(format ?? "text")
  }

  /// The string with a value in each of its places, counted from 0.
  func text(_ context: inout Context, value: (Int) -> JSONValue) throws(Raised) -> String {
    var place = 0
    var text = ""
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .value:
        text += try format.render(value(place), &context)
        place += 1
      }
      try context.checkSize(text.utf8.count)
    }
    return text
  }
}
