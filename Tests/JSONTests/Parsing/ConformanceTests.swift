import JSON
import Testing

/// Texts that RFC 8259's grammar has, and texts it has not.
struct ConformanceTests {
  @Test(arguments: [
    "[]", "{}", " [ ] ", "\t{\r\n}\n", "null", "true", "false", "\"\"", "0", "-0", "-0.0", "0.0", "0e0", "0E+1", "1e-2",
    "123.456e+78", "-1", "[1,2]", "[[],{}]", "{\"\":0}", "{\"a\":{\"b\":[null]}}", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    "\"\\u0000\"", "\"\\uD83D\\uDE00\"", "\"\u{7F}\"", "\"\u{2028}\u{2029}\"", "\"é日本😀\"", "\"\\uabCD\"", "[1 , 2]",
    "{\"a\" : 1 , \"b\" : 2}", "\"\\ud800\"", "\"\\udc00\\ud800\"", "1E400", "-123123e100000", "[\"\u{FFFF}\"]",
    "{\"a\":1,\"a\":2}", "\u{FEFF}[]", "1.0000000000000000000000000000000000000000000000000001", "[0.4e006,-0e+0]",
  ])
  func accepts(text: String) throws {
    _ = try JSONValue(parsing: text)
    _ = try JSONValue(parsing: Array(text.utf8))
  }

  @Test(arguments: [
    "", " ", "\u{FEFF}", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1}", "{]", "{\"a\"}",
    "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{a:1}", "{1:1}", "{null:1}", "{\"a\":1,,}",
    "\"", "\"a",
    "\"\\\"", "\"\\", "\"\\x\"", "\"\\u\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\U0041\"", "\"\\'\"", "'a'", "\"a\nb\"",
    "\"\t\"",
    "\"\u{0}\"", "\"\u{1F}\"", "01", "-01", "00", "+1", "-", "--1", "1.", ".5", "-.5", "1.e5", "1e", "1e+", "1e-",
    "1eE2",
    "0x1F", "1_000", "1,000", "Infinity", "-Infinity", "NaN", "nan", "tru", "TRUE", "True", "nul", "nulll", "truefalse",
    "1 2", "[] []", "{}{}", "1,", "[1]x", "// x\n1", "/* x */1", "[1]//", "\u{A0}1", "\u{2028}1", "\u{B}1", "\u{C}[]",
    "1\u{0}", "[\"a\"\u{FEFF}]", "é", "[\u{FF11}]", "[1e1.5]", "[1.2.3]", "[-]", "[1-2]", "{\"a\":1", "{\"a\":",
    "{\"a\"", "{\"a", "{\"",
  ])
  func refuses(text: String) {
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: Array(text.utf8)) }
  }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func refusesWhatIsNotUTF8(bytes: [UInt8]) throws {
    let quoted = Array("[\"ab".utf8) + bytes + Array("\"]".utf8)
    let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: quoted) }
    #expect(error?.code == .invalidUTF8)
    #expect(error?.offset == 4)
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: bytes) }

    let repaired = try JSONValue(parsing: quoted, options: JSONParsingOptions(invalidUTF8: .replace))
    #expect(repaired[0]?.stringValue?.hasPrefix("ab\u{FFFD}") == true)
  }

  @Test func everyKindOfBufferGivesTheSame() throws {
    let bytes = Array(#"{"a":[1,"ä"]}"#.utf8)
    let expected: JSONValue = ["a": [1, "ä"]]
    #expect(try JSONValue(parsing: bytes) == expected)
    #expect(try JSONValue(parsing: bytes[...]) == expected)
    #expect(try JSONValue(parsing: bytes.span) == expected)
    #expect(try JSONValue(parsing: bytes.lazy.map { $0 }) == expected)
    #expect(try bytes.withUnsafeBytes { try JSONValue(parsing: $0) } == expected)
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: [UInt8]()) }
  }

  @Test(arguments: [
    (#""\u0041\u00e9\u65e5\ud83d\ude00""#, "Aé日😀"), (#""\b\f\n\r\t\/\\\"""#, "\u{8}\u{C}\n\r\t/\\\""),
    (#""\ud800""#, "\u{FFFD}"), (#""\ud800x""#, "\u{FFFD}x"), (#""\udc00\ud800""#, "\u{FFFD}\u{FFFD}"),
    (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"), (#""\u0000""#, "\0"),
    (#""0123456789abcdef\n0123456789abcdef""#, "0123456789abcdef\n0123456789abcdef"),
  ])
  func unescapes(text: String, string: String) throws {
    #expect(Array(try JSONValue(parsing: text).stringValue!.unicodeScalars) == Array(string.unicodeScalars))
  }

  @Test(arguments: [#""\ud800""#, #""a\udc00""#, #""\ud83d\u0041""#])
  func refusesLoneSurrogatesWhenAsked(text: String) {
    let error = #expect(throws: JSONParseError.self) {
      try JSONValue(parsing: text, options: JSONParsingOptions(loneSurrogates: .reject))
    }
    #expect(error?.code == .invalidEscape)
  }

  @Test func lastOfSeveralValuesOfAKeyWinsInTheFirstPlace() throws {
    let value = try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#)
    #expect(value.serialized() == #"{"a":3,"b":2}"#)
    let many = (0..<40).map { #""k\#($0 % 30)":\#($0)"# }.joined(separator: ",")
    let object = try JSONValue(parsing: "{\(many)}").objectValue!
    #expect(object.map(\.key) == (0..<30).map { "k\($0)" })
    #expect(object["k3"] == 33)
    #expect(object["k20"] == 20)
  }

  @Test func refusesDuplicateKeysWhenAsked() {
    let options = JSONParsingOptions(duplicateKeys: .reject)
    let error = #expect(throws: JSONParseError.self) {
      try JSONValue(parsing: "{\"x\": {\"a\": [{}], \"b\": \"\\\"\",\n \"a\": 3}}", options: options)
    }
    #expect(error?.code == .duplicateKey)
    #expect(error?.line == 2)
    #expect(error?.column == 2)
    #expect(throws: Never.self) { try JSONValue(parsing: #"[{"a":1},{"a":1,"A":2}]"#, options: options) }
  }

  @Test func limitsTheDepth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try JSONValue(parsing: nested(512)) }
    let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: nested(513)) }
    #expect(error?.code == .depthLimitExceeded)
    #expect(error?.offset == 512)
    #expect(throws: Never.self) { try JSONValue(parsing: nested(3), options: JSONParsingOptions(depthLimit: 3)) }
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: "{\"a\":[[[]]]}", options: .init(depthLimit: 3)) }
    #expect(throws: Never.self) { try JSONValue(parsing: "1", options: JSONParsingOptions(depthLimit: 0)) }
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: "[]", options: JSONParsingOptions(depthLimit: 0)) }
    let bomb = String(repeating: "[", count: 1_000_000)
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: bomb, options: .init(depthLimit: .max)) }
  }

  @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
  func depthThatIsAllowedIsReadAndWritten(opening: String, closing: String) throws {
    let text = String(repeating: opening, count: 10_000) + "1" + String(repeating: closing, count: 10_000)
    let value = try JSONValue(parsing: text, options: JSONParsingOptions(depthLimit: 10_000))
    #expect(value.serialized() == text)
    var parser = JSONParser(text, options: JSONParsingOptions(depthLimit: .max))
    #expect(try parser.parseNext()?.serialized(.sorted) == text)
  }

  @Test func siblingsDoNotAddToTheDepth() throws {
    let text = "[" + (0..<1000).map { _ in "[[]]" }.joined(separator: ",") + "]"
    #expect(try JSONValue(parsing: text, options: JSONParsingOptions(depthLimit: 3)).arrayValue?.count == 1000)
  }
}
