import JSON
import Testing

struct JSONParseErrorTests {
  @Test(arguments: [
    ("[1,2,\n  }", 2, 3, 8, "a value", "'}'"),
    ("", 1, 1, 0, "a value", "the end of the text"),
    ("{\"a\": 1,\r\n \"b\" 2}", 2, 6, 15, "':' after the key", "'2'"),
    ("[\"äö😀\", x]", 1, 9, 13, "a value", "'x'"),
    ("{\"a\":1,}", 1, 8, 7, "a key in double quotes", "'}'"),
    ("{'a':1}", 1, 2, 1, "a key in double quotes or '}'", "a single quote"),
    ("[1 2]", 1, 4, 3, "',' or ']'", "'2'"),
    ("\r\r[1", 3, 3, 4, "',' or ']'", "the end of the text"),
    ("[nul]", 1, 2, 1, "'null'", "'nul'"),
    ("[01]", 1, 3, 2, "no further digit after a leading zero", "'1'"),
    ("[1.]", 1, 4, 3, "a digit", "']'"),
    ("[\"a\nb\"]", 1, 4, 3, "control characters escaped, as in \\n or \\u0000", "the end of the line"),
    ("[\"\\x\"]", 1, 3, 2, "one of \" \\ / b f n r t u after the backslash", "'\\x'"),
    ("[\"\\u00g0\"]", 1, 3, 2, "four hexadecimal digits after \\u", "'\\u00g0'"),
    ("[] true", 1, 4, 3, "the end of the text after the value", "'true'"),
    ("[\u{A0}1]", 1, 2, 1, "a value or ']'", "'\u{A0}' (U+A0)"),
    ("[\u{1}]", 1, 2, 1, "a value or ']'", "the byte 0x01"),
    ("\u{FEFF}x", 1, 1, 3, "a value", "'x'"),
    ("[Infinity]", 1, 2, 1, "a value or ']'", "'Infinity'"),
  ])
  func saysWhereAndWhat(
    text: String, line: Int, column: Int, offset: Int, expected: String, found: String
  ) throws {
    let error = try #require(throws: JSONParseError.self) { try JSONValue(parsing: text) }
    #expect(error.line == line)
    #expect(error.column == column)
    #expect(error.offset == offset)
    #expect(error.expected == expected)
    #expect(error.found == found)
    #expect(
      error.description == "line \(line), column \(column) (byte \(offset)): expected \(expected), found \(found)")
  }

  @Test func tellsTheKindsApart() throws {
    func code(_ text: String) throws -> JSONParseError.Code {
      try #require(throws: JSONParseError.self) { try JSONValue(parsing: text) }.code
    }
    #expect(try code("[") == .unexpectedEnd)
    #expect(try code("\"abc") == .unexpectedEnd)
    #expect(try code("tru") == .unexpectedEnd)
    #expect(try code("1e") == .unexpectedEnd)
    #expect(try code("[}") == .unexpectedCharacter)
    #expect(try code("1 1") == .trailingContent)
    #expect(try code("01") == .invalidNumber)
    #expect(try code("\"\\q\"") == .invalidEscape)
    #expect(try code("\"\u{1}\"") == .controlCharacter)
  }
}
