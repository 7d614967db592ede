import OpenWorkflow
import Testing

@Suite struct DiagnosticTests {
  @Test func printsAsCompilersDo() {
    let diagnostic = Diagnostic(
      .error, "no", file: "a/b.yaml", position: SourcePosition(line: 3, column: 7), pointer: "/do/0")
    #expect(diagnostic.description == "a/b.yaml:3:7: error: no")
  }

  @Test func pointsAtTheValue() {
    let outcome = DocumentReader.read("document: {}\ndo:\n  - a/b~c: { set: { x: 1 }, thn: end }", file: "x")
    #expect(outcome.diagnostics.last?.pointer == "/do/0/a~1b~0c/thn")
  }

  @Test func everyProblemIsReportedInTheOrderOfPlaces() {
    let lines = DocumentReader.read(
      "document: {}\ndo:\n  - a: { st: 1 }\n  - b: { wait: 1 }\noutpt: 1", file: "x"
    ).diagnostics.map(\.line)
    #expect(lines == [1, 1, 1, 1, 3, 4, 5])
  }
}
