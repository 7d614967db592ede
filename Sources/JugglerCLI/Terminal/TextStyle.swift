/// How text for a person is written: with colours or without, with line-drawing characters or in ASCII.
struct TextStyle: Sendable, Equatable {
  enum Color: String, Sendable {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case magenta = "35"
    case cyan = "36"
  }

  var usesColor = false
  var usesUnicode = true

  static let plain = TextStyle()

  func paint(_ text: String, _ color: Color?) -> String {
    guard usesColor, let color, !text.isEmpty else { return text }
    return "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m"
  }

  /// The line as it is printed. In ASCII every character keeps its width, so that columns stay aligned.
  func spelled(_ line: String) -> String {
    usesUnicode ? line : String(line.map { Self.ascii[$0] ?? $0 })
  }

  private static let ascii: [Character: Character] = [
    "━": "=", "█": "#", "·": ".", "┄": "~", "─": "-", "◆": "*", "╱": "/", "…": ".", "×": "x", "µ": "u", "≤": "<",
    "✗": "x", "⊘": "o",
  ]
}
