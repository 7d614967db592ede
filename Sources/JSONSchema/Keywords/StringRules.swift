import JSON

/// `minLength`, `maxLength`, `pattern`, `format`.
final class StringRules: Sendable {
  private let minLength: Int?
  private let maxLength: Int?
  private let pattern: Pattern?
  private let format: Format?

  init?(_ compiler: inout Compiler) {
    minLength = compiler.count("minLength")
    maxLength = compiler.count("maxLength")
    pattern = compiler.text("pattern").flatMap { compiler.pattern($0, at: "pattern") }
    format = compiler.text("format").flatMap(Format.init(rawValue:))
    if minLength == nil, maxLength == nil, pattern == nil, format == nil { return nil }
  }

  func check(_ text: String, at node: Node, in evaluation: inout Evaluation) {
    if minLength != nil || maxLength != nil { checkLength(of: text, at: node, in: &evaluation) }
    if let pattern, !evaluation.isDone, !pattern.matches(text) {
      evaluation.report("pattern", of: node, "expected a match of \(pattern.source), found \(text.quoted())")
    }
    if let format, !evaluation.isDone, !format.accepts(text) {
      evaluation.report("format", of: node, "expected \(format.phrase), found \(text.quoted())")
    }
  }

  /// Lengths are counted in code points.
  private func checkLength(of text: String, at node: Node, in evaluation: inout Evaluation) {
    let length = text.unicodeScalars.count
    if let minLength, length < minLength {
      evaluation.report(
        "minLength", of: node,
        "expected at least \(minLength.counting("character")), found \(length): \(text.quoted())")
    }
    if let maxLength, length > maxLength {
      evaluation.report(
        "maxLength", of: node, "expected at most \(maxLength.counting("character")), found \(length): \(text.quoted())")
    }
  }
}

extension Compiler {
  mutating func pattern(_ source: String, at place: String) -> Pattern? {
    do throws(PatternError) {
      return try Pattern(source)
    } catch {
      report(place, "expected a regular expression, found \(source.quoted()): \(error.reason)")
      return nil
    }
  }
}
