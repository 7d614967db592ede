extension String {
  /// How many columns of a terminal the text takes: none for what combines, two for what East Asian scripts and emoji
  /// draw wide (after Unicode Standard Annex 11), one otherwise.
  var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  /// The text without anything that a terminal would obey rather than show.
  var printable: String {
    guard unicodeScalars.contains(where: { $0.properties.generalCategory.isControl }) else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory.isControl ? "�" : $0 }))
  }

  /// The text cut to `width` columns, ending in `…` when it is cut, and filled up with spaces.
  func fitted(to width: Int) -> String {
    let own = displayWidth
    guard own > width else { return self + String(repeating: " ", count: width - own) }
    guard width > 0 else { return "" }
    var text = ""
    var used = 0
    for character in self {
      guard used + character.displayWidth < width else { break }
      text.append(character)
      used += character.displayWidth
    }
    return text + "…" + String(repeating: " ", count: width - used - 1)
  }
}

extension Character {
  fileprivate var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if unicodeScalars.contains("\u{FE0F}") { return 2 }
    switch first.value {
    case 0x20...0x7E: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default:
      switch first.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format, .control: return 0
      default: return 1
      }
    }
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isControl: Bool { self == .control || self == .lineSeparator || self == .paragraphSeparator }
}

extension String {
  /// Without the spaces at its end.
  var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
