import Testing

@testable import JugglerCLI

@Suite struct TerminalTraitsTests {
  private func traits(_ size: (columns: Int, rows: Int)?, _ variables: [String: String] = [:]) -> TerminalTraits {
    TerminalTraits(size: size, environment: Environment(variables))
  }

  @Test func aTerminalHasColoursAndItsSize() {
    let traits = traits((132, 50))
    #expect(traits.isInteractive && traits.style.usesColor)
    #expect(traits.columns == 132 && traits.rows == 50)
  }

  @Test func whatIsNoTerminalHasNeither() {
    let traits = traits(nil)
    #expect(!traits.isInteractive && !traits.style.usesColor)
    #expect(traits.columns == 80)
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func noColourAndNoProgressWhenToldSo(variables: [String: String]) {
    let traits = traits((80, 24), variables)
    #expect(!traits.isInteractive && !traits.style.usesColor)
  }

  @Test func anEmptyNOCOLORSaysNothing() {
    #expect(traits((80, 24), ["NO_COLOR": ""]).style.usesColor)
  }

  @Test func COLUMNSWins() {
    #expect(traits(nil, ["COLUMNS": "60"]).columns == 60)
  }

  @Test func unicodeUnlessTheLocaleIsAnother() {
    #expect(traits(nil).style.usesUnicode)
    #expect(traits(nil, ["LANG": "de_DE.UTF-8"]).style.usesUnicode)
    #expect(!traits(nil, ["LANG": "C"]).style.usesUnicode)
    #expect(traits(nil, ["LC_ALL": "C.UTF-8", "LANG": "C"]).style.usesUnicode)
  }
}
