import Testing

@testable import JugglerCLI

@Suite struct JQArgumentRewriterTests {
  private func rewritten(_ arguments: String...) -> [String] { JQArgumentRewriter.rewritten(arguments) }

  @Test func otherCommandsKeepTheirs() {
    #expect(rewritten("run", "--arg", "a", "b") == ["run", "--arg", "a", "b"])
  }

  @Test func twoValuesBecomeOne() {
    #expect(rewritten("jq", "--arg", "name", "-x=1", ".") == ["jq", "--arg=name=-x=1", "--", "."])
    #expect(rewritten("jq", ".", "--slurpfile", "f", "a.json") == ["jq", "--slurpfile=f=a.json", "--", "."])
  }

  @Test func aMissingValueIsLeftForTheParserToRefuse() {
    #expect(rewritten("jq", ".", "--arg", "name") == ["jq", "--arg", "--", ".", "name"])
  }

  @Test func filterComesBeforeFilesWhereverTheOptionsAre() {
    #expect(rewritten("jq", "-n", ".a", "-c", "one", "two") == ["jq", "-n", "-c", "--", ".a", "one", "two"])
  }

  @Test func whatFollowsArgsIsPositionalButForTheFilter() {
    #expect(
      rewritten("jq", "--args", ".", "a", "-n", "--jsonargs", "1")
        == ["jq", "--positional=string:a", "-n", "--positional=json:1", "--", "."])
    #expect(rewritten("jq", ".", "file", "--args", "a") == ["jq", "--positional=string:a", "--", ".", "file"])
  }

  @Test func twoDashesEndTheOptions() {
    #expect(rewritten("jq", "-n", "--", "-1") == ["jq", "-n", "--", "-1"])
    #expect(rewritten("jq", ".", "--args", "--", "-a") == ["jq", "--positional=string:-a", "--", "."])
  }

  @Test func anOptionsValueIsNoFilter() {
    #expect(rewritten("jq", "--indent", "3", ".") == ["jq", "--indent", "3", "--", "."])
  }
}
