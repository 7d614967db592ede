import Testing

@testable import OpenWorkflow

@Suite struct PathTests {
  @Test func pointersEscape() {
    let path = Path(parent: Path(parent: Path(parent: .root, step: .key("do")), step: .index(0)), step: .key("a/b~c"))
    #expect(path.pointer == "/do/0/a~1b~0c")
    #expect(Path.root.pointer == "")
  }

  @Test func namesAreForPeople() {
    #expect(Path.root.name == "the document")
    #expect(Path(parent: .root, step: .key("with")).name == "'with'")
    #expect(Path(parent: Path(parent: .root, step: .key("do")), step: .index(1)).name == "item 2 of 'do'")
  }
}
