/// A regular expression of `pattern` or `patternProperties`: ECMA-262's syntax, searched for anywhere in the text.
///
/// It runs on Swift's `Regex`, over code points, rewritten to mean what ECMA-262 says. Refused are lookbehind, the word
/// boundaries `\b` and `\B`, and ranges whose ends are compatibility characters; accepted beyond ECMA-262 are possessive
/// quantifiers, atomic groups and inline options such as `(?i)`. Matching backtracks: a pattern with nested quantifiers
/// can take long on a text made for it.
struct Pattern: @unchecked Sendable {
  let source: String
  /// `Regex` is not `Sendable` because it may hold closures; one made of text holds none.
  private let regex: Regex<AnyRegexOutput>

  init(_ source: String) throws(PatternError) {
    self.source = source
    let translated = try ECMAScriptTranslation.translate(source)
    do {
      regex = try Regex(translated).matchingSemantics(.unicodeScalar)
    } catch {
      throw PatternError(reason: "\(error)")
    }
  }

  func matches(_ text: String) -> Bool {
    (try? regex.firstMatch(in: text)) != nil
  }
}

struct PatternError: Error {
  let reason: String
}
