import JQ
import JSON
import Testing

/// Whatever is thrown at it: an error at worst, soon.
@Suite struct FuzzTests {
  private static let budget = Budget(steps: 3000, size: 1 << 20, depth: 500)

  private func run(_ source: String, _ input: JSONValue) {
    guard let filter = try? Filter(source, variables: ["x"]) else { return }
    var evaluation = filter.evaluate(input, variables: filter.usedVariables.map { _ in 7 }, budget: Self.budget)
    var count = 0
    while count < 200, (try? evaluation.next()) ?? nil != nil { count += 1 }
  }

  @Test func survivesRandomBytes() {
    var random = Random(seed: 1)
    for _ in 0..<1500 {
      let bytes = (0..<Int.random(in: 1...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      run(String(decoding: bytes, as: UTF8.self), .null)
    }
  }

  static let tokens = [
    ".", "..", ".a", ".[", "]", "[", "(", ")", "{", "}", ",", "|", ":", ";", "1", "0", "-1", "1e3", "\"s\"", "\"\\(",
    "$x",
    "$__loc__", "as", "def f:", "def f(g; $h):", "f", "f(.; 1)", "if", "then", "else", "elif", "end", "try", "catch",
    "reduce", "foreach", "label $l |", "break $l", "?", "?//", "//", "=", "|=", "+=", "-=", "*=", "/=", "%=", "//=",
    "==",
    "!=", "<", "<=", ">", ">=", "and", "or", "not", "+", "-", "*", "/", "%", "@base64", "@json", "empty", "error",
    "map(", "select(", "recurse", "path(", "range(", "limit(", "first(", "$y", "[.[]]", "{a}", "null", "true", "input",
    "getpath(", "paths", "to_entries", "walk(", "sub(", "test(", "#", "\n", "until(", "while(", "repeat(", "[1,2]",
    ".b.c",
  ]

  @Test func survivesRandomTokens() {
    var random = Random(seed: 2)
    for _ in 0..<2000 {
      let source = (0..<Int.random(in: 1...15, using: &random))
        .map { _ in Self.tokens.randomElement(using: &random) ?? "" }.joined(separator: " ")
      run(source, random.value(depth: 3))
    }
  }

  /// Filters that are grammatically right, so that the compiler and the machine are reached.
  private func expression(_ depth: Int, _ random: inout Random) -> String {
    if depth == 0 {
      return [
        ".", ".a", ".[0]", ".[]?", "1", "\"x\"", "null", "[]", "{}", "$x", "..", "empty", "length?", "keys?", "tojson",
        "type", "not", "add?", "first?", "paths", "[.[]?]", "input?", "tostring", "to_entries?", "error?", "recurse",
        "range(3)", "infinite", "-1", ".a?", "reverse?", "sort?", "explode?", "@json", "@csv?", "flatten?", "f", "g",
      ].randomElement(using: &random) ?? "."
    }
    func sub() -> String { expression(depth - 1, &random) }
    switch Int.random(in: 0..<30, using: &random) {
    case 0: return "(\(sub()), \(sub()))"
    case 1: return "(\(sub()) | \(sub()))"
    case 2: return "[\(sub())]"
    case 3: return "{a: \(sub()), (\"b\"): \(sub())}"
    case 4: return "(\(sub()) + \(sub()))"
    case 5: return "(\(sub()) - \(sub()))?"
    case 6: return "(\(sub()) // \(sub()))"
    case 7: return "(\(sub()) and \(sub()))"
    case 8: return "if \(sub()) then \(sub()) else \(sub()) end"
    case 9: return "(try \(sub()) catch \(sub()))"
    case 10: return "(\(sub()) as $x | \(sub()))"
    case 11: return "(\(sub()) as [$x, {a: $y}] ?// $x | \(sub()))"
    case 12: return "reduce (\(sub())) as $x (\(sub()); \(sub()))"
    case 13: return "[foreach (\(sub())) as $x (\(sub()); \(sub()); \(sub()))]"
    case 14: return "(label $l | \(sub()), break $l)"
    case 15: return "(def f: \(sub()); def g: f; \(sub()))"
    case 16: return "(def f(h): \(sub()) | h; f(\(sub())))"
    case 17: return "[path(\(sub()))?]"
    case 18: return "(.a |= \(sub()))?"
    case 19: return "((\(sub())) |= \(sub()))?"
    case 20: return "((\(sub())) += \(sub()))?"
    case 21: return "del(\(sub()))?"
    case 22: return "first(\(sub()))"
    case 23: return "[limit(2; \(sub()))]"
    case 24: return "map(\(sub()))?"
    case 25: return "select(\(sub()))"
    case 26: return "\"a\\(\(sub()))b\""
    case 27: return "(\(sub()) < \(sub()))"
    case 28: return "[.[]? | \(sub())]"
    default: return "any(\(sub()); \(sub()))"
    }
  }

  @Test func survivesRandomFilters() {
    var random = Random(seed: 3)
    for _ in 0..<2000 {
      let source = "def f: 1; def g: .; " + expression(Int.random(in: 1...5, using: &random), &random)
      run(source, random.value(depth: 3))
    }
  }

  @Test func survivesRandomPatterns() throws {
    let parts = [
      "a", "b", ".", "*", "+", "?", "??", "*?", "++", "{1,2}", "{2}", "(", ")", "(?:", "(?<n>", "(?=", "(?!", "(?<=",
      "(?<!",
      "(?>", "|", "[", "]", "[^", "a-z", "\\d", "\\w", "\\b", "^", "$", "\\1", "\\k<n>", "[[:alpha:]]", "\\p{L}", "é",
      "(?i)",
    ]
    let filter = try Filter("[.[1] as $re | .[0] | match($re; \"g\") | .string] | length")
    var random = Random(seed: 4)
    for _ in 0..<2500 {
      let pattern = (0..<Int.random(in: 1...10, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
        .joined()
      let text = JSONValue.array(["abcéab aab", .string(pattern)])
      _ = try? filter.first(text, budget: Budget(steps: 20_000))
    }
  }
}
