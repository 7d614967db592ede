import JSON
import Testing

struct JSONParserTests {
  private func all(_ text: String) throws -> [JSONValue] {
    var parser = JSONParser(text)
    var values: [JSONValue] = []
    while let value = try parser.parseNext() { values.append(value) }
    return values
  }

  @Test func readsValuesOneAfterAnother() throws {
    #expect(try all("1 2\n\"a\"\t[3] {\"b\":null}\r\ntrue ") == [1, 2, "a", [3], ["b": nil], true])
    #expect(try all("[][]{}\"a\"\"b\"1\"c\"") == [[], [], [:], "a", "b", 1, "c"])
    #expect(try all("") == [])
    #expect(try all(" \n ") == [])
    #expect(try all("\u{FEFF}1 2") == [1, 2])
  }

  @Test(arguments: ["1true", "truefalse", "null1", "1-2", "1.5.5", "1 2x"])
  func valuesDoNotRunTogether(text: String) {
    #expect(throws: JSONParseError.self) { try all(text) }
  }

  @Test func errorsAreLocatedInTheWholeText() throws {
    var parser = JSONParser("1\n2\n [3,]\n4")
    #expect(try parser.parseNext() == 1)
    #expect(try parser.parseNext() == 2)
    #expect(parser.offset == 3)
    for _ in 0..<2 {
      let error = try #require(throws: JSONParseError.self) { try parser.parseNext() }
      #expect(error.line == 3)
      #expect(error.column == 5)
    }
  }
}
