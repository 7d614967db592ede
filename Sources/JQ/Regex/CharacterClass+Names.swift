extension CharacterClass {
  /// General categories under their short and long names.
  static let categoryNames: [String: [Unicode.GeneralCategory]] = {
    let single: [(String, String, Unicode.GeneralCategory)] = [
      ("lu", "uppercaseletter", .uppercaseLetter), ("ll", "lowercaseletter", .lowercaseLetter),
      ("lt", "titlecaseletter", .titlecaseLetter), ("lm", "modifierletter", .modifierLetter),
      ("lo", "otherletter", .otherLetter), ("mn", "nonspacingmark", .nonspacingMark),
      ("mc", "spacingmark", .spacingMark), ("me", "enclosingmark", .enclosingMark),
      ("nd", "decimalnumber", .decimalNumber), ("nl", "letternumber", .letterNumber),
      ("no", "othernumber", .otherNumber), ("pc", "connectorpunctuation", .connectorPunctuation),
      ("pd", "dashpunctuation", .dashPunctuation), ("ps", "openpunctuation", .openPunctuation),
      ("pe", "closepunctuation", .closePunctuation), ("pi", "initialpunctuation", .initialPunctuation),
      ("pf", "finalpunctuation", .finalPunctuation), ("po", "otherpunctuation", .otherPunctuation),
      ("sm", "mathsymbol", .mathSymbol), ("sc", "currencysymbol", .currencySymbol),
      ("sk", "modifiersymbol", .modifierSymbol), ("so", "othersymbol", .otherSymbol),
      ("zs", "spaceseparator", .spaceSeparator), ("zl", "lineseparator", .lineSeparator),
      ("zp", "paragraphseparator", .paragraphSeparator), ("cc", "control", .control), ("cf", "format", .format),
      ("cs", "surrogate", .surrogate), ("co", "privateuse", .privateUse), ("cn", "unassigned", .unassigned),
    ]
    var names: [String: [Unicode.GeneralCategory]] = [:]
    for (short, long, category) in single {
      names[short] = [category]
      names[long] = [category]
      names[String(short.prefix(1)), default: []].append(category)
    }
    for (short, long) in [
      ("l", "letter"), ("m", "mark"), ("n", "number"), ("p", "punctuation"), ("s", "symbol"), ("z", "separator"),
      ("c", "other"),
    ] {
      names[long] = names[short]
    }
    return names
  }()

  /// The blocks of frequent scripts.
  static let scripts: [String: [ClosedRange<UInt32>]] = [
    "latin": [
      0x41...0x5A, 0x61...0x7A, 0xAA...0xAA, 0xBA...0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2B8, 0x1D00...0x1D25,
      0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA722...0xA787, 0xA78B...0xA7CA, 0xFB00...0xFB06, 0xFF21...0xFF3A,
      0xFF41...0xFF5A,
    ],
    "greek": [
      0x370...0x373, 0x375...0x377, 0x37A...0x37D, 0x37F...0x37F, 0x384...0x384, 0x386...0x386, 0x388...0x3E1,
      0x3F0...0x3FF, 0x1F00...0x1FFE,
    ],
    "cyrillic": [0x400...0x484, 0x487...0x52F, 0x1C80...0x1C88, 0x2DE0...0x2DFF, 0xA640...0xA69F],
    "hebrew": [0x591...0x5F4, 0xFB1D...0xFB4F],
    "arabic": [0x600...0x604, 0x606...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFC],
    "devanagari": [0x900...0x950, 0x955...0x963, 0x966...0x97F],
    "thai": [0xE01...0xE3A, 0xE40...0xE5B],
    "hangul": [0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xD7B0...0xD7FB],
    "hiragana": [0x3041...0x3096, 0x309D...0x309F],
    "katakana": [0x30A1...0x30FA, 0x30FD...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF6F, 0xFF71...0xFF9D],
    "han": [
      0x2E80...0x2FD5, 0x3005...0x3005, 0x3007...0x3007, 0x3021...0x3029, 0x3038...0x303B, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xF900...0xFAD9, 0x20000...0x323AF,
    ],
  ]
}
