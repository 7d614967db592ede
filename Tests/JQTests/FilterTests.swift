import JQ
import JSON
import Testing

@Suite struct FilterTests {
  @Test func variablesTakeSlotsInOrderOfUse() throws {
    let filter = try Filter("$b + $a + $b", variables: ["a", "b", "unused"])
    #expect(filter.usedVariables == ["b", "a"])
    #expect(try filter.first(.null, variables: ["x", "y"]) == "xyx")
  }

  @Test func variablesReachFunctionsAndClosures() throws {
    let filter = try Filter(
      "def f(g): if . > 2 then [$a, g] else . + 1 | f(g) end; 0 | f($b)", variables: ["a", "b"])
    #expect(filter.usedVariables == ["b", "a"] || filter.usedVariables == ["a", "b"])
    let values: [JSONValue] = filter.usedVariables.map { $0 == "a" ? 1 : 2 }
    #expect(try filter.first(.null, variables: values) == [1, 2])
  }

  @Test func shortcutsGiveWhatTheMachineGives() throws {
    let input: JSONValue = ["a": ["b": 5], "s": "x"]
    for path in [".", ".a", ".a.b", ".a.missing", ".missing.too", ".[\"a\"].b", ".a | .b", "1", "\"x\""] {
      let direct = try Filter(path).first(input)
      let computed = try Filter("(\(path)) | [.] | .[0]").first(input)
      #expect(direct == computed, "\(path)")
    }
    #expect(throws: EvaluationError.self) { try Filter(".s.x").first(input) }
    let variable = try Filter("$x.a.b", variables: ["x"])
    #expect(try variable.first(.null, variables: [input]) == 5)
  }

  @Test func emptyFilterIsIdentity() throws {
    #expect(try Filter("").first(5) == 5)
    #expect(try Filter("# a comment").first(5) == 5)
  }

  @Test func noOutputIsNil() throws {
    #expect(try Filter("empty").first(1) == nil)
    #expect(try Filter(".[]").first([]) == nil)
  }

  @Test func evaluationsAreIndependent() throws {
    let filter = try Filter("range(3)")
    var one = filter.evaluate(.null)
    var two = filter.evaluate(.null)
    #expect(try one.next() == 0)
    #expect(try one.next() == 1)
    #expect(try two.next() == 0)
    var copy = one
    #expect(try one.next() == 2)
    #expect(try copy.next() == 2)
    #expect(try one.next() == nil)
    #expect(try one.next() == nil)
  }

  @Test func inputIsNotChangedByUpdates() throws {
    let input: JSONValue = ["a": [1, 2, 3]]
    #expect(try Filter(".a[1] = 9 | .a |= map(. + 1)").first(input) == ["a": [2, 10, 4]])
    #expect(input == ["a": [1, 2, 3]])
  }

  @Test func bigNumbersKeepTheirDigits() throws {
    let text = "[9007199254740993,100000000000000000001,0.12345678901234567890123456789]"
    let input = try JSONValue(parsing: text)
    #expect(try Filter("map(.)").first(input)?.serialized() == text)
    #expect(try Filter("tojson").first(input) == .string(text))
    #expect(try Filter(".[0] == 9007199254740992").first(input) == false)
    #expect(try Filter(".[0] + 0").first(input) == 9_007_199_254_740_992)
    #expect(try Filter("-.[1]").first(input)?.serialized() == "-100000000000000000001")
    #expect(try Filter("100000000000000000001 == 100000000000000000002").first(.null) == false)
  }
}
