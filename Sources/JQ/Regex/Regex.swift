import JSON

/// A compiled regular expression in Oniguruma's Perl syntax (as jq uses it), matched by backtracking in counted steps.
///
/// Written for jq: Swift's own engine matches grapheme clusters where jq means code points, and cannot be interrupted.
final class Regex: Sendable {
  let code: [RegexInstruction]
  let sets: [CharacterSet]
  /// The groups that each backreference may mean.
  let references: [[Int]]
  /// Names of the groups from 1 on.
  let groupNames: [String?]
  let options: Options
  /// Which bytes a match can begin with; `nil` when it may be empty or begin with anything.
  let firstBytes: ByteSet?
  let counters: Int

  struct Options: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    static let global = Options(rawValue: 1)
    static let ignoreCase = Options(rawValue: 2)
    static let extended = Options(rawValue: 4)
    /// `.` matches newlines.
    static let dotAll = Options(rawValue: 8)
    /// `^` and `$` match at lines.
    static let lines = Options(rawValue: 16)
    static let longest = Options(rawValue: 32)
    static let notEmpty = Options(rawValue: 64)
  }

  init(_ pattern: String, options: Options) throws(RegexError) {
    var parser = RegexParser(pattern, options: options)
    let node = try parser.parse()
    var compiler = RegexCompiler(groupCount: parser.groupNames.count)
    try compiler.compile(node)
    code = compiler.code
    sets = compiler.sets
    references = compiler.references
    counters = compiler.counters
    groupNames = parser.groupNames
    firstBytes = compiler.firstBytes(of: node)
    self.options = options
  }
}

struct RegexError: Error {
  let message: String
  init(_ message: String) { self.message = message }
}

/// A set of bytes.
struct ByteSet: Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  mutating func insert(_ byte: UInt8) {
    let bit: UInt64 = 1 << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: words.0 |= bit
    case 1: words.1 |= bit
    case 2: words.2 |= bit
    default: words.3 |= bit
    }
  }

  /// Every byte that begins a character beyond ASCII.
  mutating func insertNonASCII() {
    words.2 = .max
    words.3 = .max
  }

  mutating func formUnion(_ other: ByteSet) {
    words.0 |= other.words.0
    words.1 |= other.words.1
    words.2 |= other.words.2
    words.3 |= other.words.3
  }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    let word =
      switch byte >> 6 {
      case 0: words.0
      case 1: words.1
      case 2: words.2
      default: words.3
      }
    return word >> UInt64(byte & 63) & 1 == 1
  }
}
