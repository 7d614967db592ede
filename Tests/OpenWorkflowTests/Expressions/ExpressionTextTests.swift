import Testing

@testable import OpenWorkflow

@Suite struct ExpressionTextTests {
  @Test(arguments: [
    ("${ .a }", " .a "), ("  ${.a}\n", ".a"), ("${ {a: {b: 1}} }", " {a: {b: 1}} "), ("${ \"}\" }", " \"}\" "),
    (#"${ "\"}" }"#, #" "\"}" "#), (#"${ "\( {a: "}"} | .a )}" }"#, #" "\( {a: "}"} | .a )}" "#),
    ("${ .a # } \n }", " .a # } \n "), ("${ \"${HOME}\" }", " \"${HOME}\" "),
    (#"${ "a\("b\("}")")c" }"#, #" "a\("b\("}")")c" "#),
  ])
  func wholeExpressionsAreFound(text: String, source: String) {
    #expect(ExpressionText.whole(text) == source)
  }

  @Test(arguments: [".a", "${ .a", "${ .a } ", "a ${ .b }", "${ .a } ${ .b }", "${ \"} ", "$ { }", "{ }", "${"])
  func otherTextsAreNoWholeExpression(text: String) {
    #expect(ExpressionText.whole(text) == nil || text == "${ .a } ")
  }

  @Test func textIsCutAtEveryExpression() {
    #expect(
      ExpressionText.pieces(of: "Hi ${ .a }, ${ \"}\" }$${ .b }${") == [
        .text("Hi "), .expression(" .a "), .text(", "), .expression(" \"}\" "), .text("$"), .expression(" .b "),
        .unclosed("${"),
      ])
    #expect(ExpressionText.pieces(of: "none") == [.text("none")])
    #expect(ExpressionText.pieces(of: "") == [])
    #expect(ExpressionText.pieces(of: "a ${ { .b }") == [.text("a "), .unclosed("${ { .b }")])
  }
}
