import Testing

@testable import OpenWorkflow

@Suite struct NearestTests {
  @Test(arguments: [
    ("retrys", "retry"), ("Retry", "retry"), ("rtery", "retry"), ("retr", "retry"), ("wiht", "with"),
    ("endpont", "endpoint"),
  ])
  func misspeltNamesHaveANearest(name: String, expected: String) {
    #expect(nearest(to: name, among: ["as", "do", "endpoint", "retry", "when", "with"]) == expected)
  }

  @Test(arguments: ["", "x", "banana", "do_everything"])
  func otherNamesHaveNone(name: String) {
    #expect(nearest(to: name, among: ["endpoint", "retry", "method"]) == nil)
  }

  @Test func listsRead() {
    #expect([String]().listed() == "")
    #expect(["a"].listed() == "'a'")
    #expect(["a", "b", "c"].listed() == "'a', 'b' or 'c'")
    #expect(["a", "b"].listed("and") == "'a' and 'b'")
  }
}
