/// What a document may ask of its reader.
enum SyntaxLimits {
  static let bytes = 16 << 20
  /// Levels of lists and mappings inside each other.
  static let depth = 256
  /// Values that aliases may add.
  static let aliasedNodes = 100_000
}

/// A problem of the syntax, found before the document means anything.
struct SyntaxProblem: Error {
  let message: String
  let position: SourcePosition
}
