/// A named class of characters: `\d`, `[:alpha:]`, `\p{Lu}`.
enum CharacterClass: Sendable {
  case word, digit, space
  case alnum, alpha, ascii, blank, cntrl, graph, lower, print, punct, upper, xdigit, any
  case categories([Unicode.GeneralCategory])
  case script([ClosedRange<UInt32>])

  /// A POSIX bracket's name.
  init?(posix name: String) {
    switch name {
    case "alnum": self = .alnum
    case "alpha": self = .alpha
    case "ascii": self = .ascii
    case "blank": self = .blank
    case "cntrl": self = .cntrl
    case "digit": self = .digit
    case "graph": self = .graph
    case "lower": self = .lower
    case "print": self = .print
    case "punct": self = .punct
    case "space": self = .space
    case "upper": self = .upper
    case "xdigit": self = .xdigit
    case "word": self = .word
    default: return nil
    }
  }

  /// A property's name, in which case, blanks, `-` and `_` do not matter.
  init?(property name: String) {
    let key = name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
    if let posix = CharacterClass(posix: key) {
      self = posix
    } else if key == "any" {
      self = .any
    } else if let categories = Self.categoryNames[key] {
      self = .categories(categories)
    } else if let ranges = Self.scripts[key] {
      self = .script(ranges)
    } else {
      return nil
    }
  }

  func contains(_ scalar: UInt32) -> Bool {
    if case .any = self { return true }
    guard let value = Unicode.Scalar(scalar) else { return false }
    let properties = value.properties
    switch self {
    case .any: return true
    case .ascii: return scalar < 128
    case .word: return Self.isWord(value)
    case .digit: return scalar < 128 ? (48...57).contains(scalar) : properties.generalCategory == .decimalNumber
    case .space: return properties.isWhitespace
    case .alpha: return properties.isAlphabetic
    case .alnum: return properties.isAlphabetic || properties.generalCategory == .decimalNumber
    case .blank: return scalar == 9 || properties.generalCategory == .spaceSeparator
    case .cntrl: return Self.isOther(properties.generalCategory)
    case .lower: return properties.isLowercase
    case .upper: return properties.isUppercase
    case .punct: return Self.isPunctuation(value)
    case .xdigit:
      return (48...57).contains(scalar) || (65...70).contains(scalar) || (97...102).contains(scalar)
    case .graph: return !properties.isWhitespace && !Self.isOther(properties.generalCategory)
    case .print:
      let category = properties.generalCategory
      return category == .spaceSeparator || !properties.isWhitespace && !Self.isOther(category)
    case .categories(let list): return list.contains(properties.generalCategory)
    case .script(let ranges): return ranges.contains { $0.contains(scalar) }
    }
  }

  static func isWord(_ value: Unicode.Scalar) -> Bool {
    if value.value < 128 { return UInt8(value.value).continuesName }
    if value.properties.isAlphabetic { return true }
    switch value.properties.generalCategory {
    case .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark, .letterNumber,
      .otherNumber:
      return true
    default: return false
    }
  }

  private static func isOther(_ category: Unicode.GeneralCategory) -> Bool {
    switch category {
    case .control, .unassigned, .surrogate: true
    default: false
    }
  }

  private static func isPunctuation(_ value: Unicode.Scalar) -> Bool {
    switch value.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return true
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return value.value < 128
    default: return false
    }
  }
}
