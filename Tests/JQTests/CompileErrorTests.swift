import JQ
import JSON
import Testing

@Suite struct CompileErrorTests {
  static let cases: [(String, String, Int, Int)] = [
    ("$foo", "$foo is not defined", 1, 1),
    ("1 | foo", "foo/0 is not defined", 1, 5),
    ("map(foo(1; 2))", "foo/2 is not defined", 1, 5),
    (".a |\n  .b | bar", "bar/0 is not defined", 2, 8),
    ("break $x", "$*label-x is not defined", 1, 1),
    ("break", "break requires a label to break to", 1, 1),
    ("{(1): 2}", "Cannot use number (1) as object key", 1, 2),
    ("import \"a\" as a; .", "'import' is not supported: a filter must be complete in itself", 1, 1),
    ("include \"a\"; .", "'include' is not supported: a filter must be complete in itself", 1, 1),
    ("module {}; .", "'module' is not supported: a filter must be complete in itself", 1, 1),
    (".a.b =", "syntax error, unexpected the end of the filter, expecting an expression", 1, 7),
    ("(1", "syntax error, unexpected the end of the filter, expecting ')'", 1, 3),
    ("1 == 1 == 1", "syntax error, unexpected '==', expecting parentheses: this operator cannot be chained", 1, 8),
    ("}", "unexpected '}' that closes nothing", 1, 1),
    ("\"abc", "unterminated string: expected '\"'", 1, 2),
    ("\"\\q\"", "invalid escape: expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u \\(", 1, 2),
    ("\"é\" | $é", "expected a name after '$', as in $name", 1, 7),
  ]

  @Test(arguments: cases)
  func saysWhatAndWhere(_ source: String, _ message: String, _ line: Int, _ column: Int) {
    let error = #expect(throws: CompileError.self) { try Filter(source) }
    #expect(error?.message == message)
    #expect(error?.line == line)
    #expect(error?.column == column)
  }

  @Test func nestingIsLimited() {
    for (open, close) in [
      ("(", ")"), ("[", "]"), ("{a:", "}"), ("-", "1"), ("if . then ", ""), ("try ", ""), ("1 as $x | ", "1"),
    ] {
      let source = String(repeating: open, count: 5_000) + "." + String(repeating: close, count: 5_000)
      #expect(throws: CompileError.self) { try Filter(source) }
    }
  }

  @Test func longChainsCompile() throws {
    let pipes = Array(repeating: ".", count: 10_000).joined(separator: "|")
    #expect(try Filter(pipes).first(1) == 1)
    let commas = Array(repeating: "1", count: 10_000).joined(separator: ",")
    #expect(try Filter("[\(commas)] | length").first(.null) == 10_000)
    let sums = Array(repeating: "1", count: 500).joined(separator: " + ")
    #expect(try Filter(sums).first(.null) == 500)
  }

  @Test func expansionDoesNotExplode() throws {
    let functions = (1...40).map {
      "def f\($0)(g): \($0 == 1 ? "g" : "f\($0 - 1)(g)") | \($0 == 1 ? "g" : "f\($0 - 1)(g)");"
    }
    let filter = try Filter(functions.joined() + "f40(.)")
    #expect(throws: EvaluationError.self) { try filter.first(.null, budget: Budget(steps: 100_000)) }
  }
}
