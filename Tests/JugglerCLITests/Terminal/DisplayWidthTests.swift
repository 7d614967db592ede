import Testing

@testable import JugglerCLI

@Suite struct DisplayWidthTests {
  @Test(arguments: [("eggs", 4), ("café", 4), ("cafe\u{301}", 4), ("朝食", 4), ("🍳", 2), ("", 0)])
  func countsColumns(text: String, width: Int) {
    #expect(text.displayWidth == width)
  }

  @Test func fittingCutsAndFills() {
    #expect("toast".fitted(to: 8) == "toast   ")
    #expect("toast".fitted(to: 4) == "toa…")
    #expect("朝食会".fitted(to: 4) == "朝… ")
    #expect("toast".fitted(to: 0) == "")
  }

  @Test func controlCharactersAreShownNotObeyed() {
    #expect("a\u{1B}[2Jb\n".printable == "a�[2Jb�")
  }
}
