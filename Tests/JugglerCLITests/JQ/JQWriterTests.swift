import JSON
import Testing

@testable import JugglerCLI

/// Expected texts follow the manual of jq 1.8; the colours are its defaults, not its exact nesting of escapes.
@Suite struct JQWriterTests {
  private func text(_ value: JSONValue, _ change: (inout JQWriter.Options) -> Void = { _ in }) -> String {
    var options = JQWriter.Options()
    change(&options)
    return String(decoding: JQWriter(options: options).bytes(of: value), as: UTF8.self)
  }

  private let value: JSONValue = ["b": [1, .null], "a": "é", "c": [:]]

  @Test func isPrettyUnlessTold() {
    #expect(text(value) == "{\n  \"b\": [\n    1,\n    null\n  ],\n  \"a\": \"é\",\n  \"c\": {}\n}\n")
    #expect(text(value) { $0.layout = .compact } == #"{"b":[1,null],"a":"é","c":{}}"# + "\n")
    #expect(text([1]) { $0.layout = .tabs } == "[\n\t1\n]\n")
  }

  @Test func sortsAndEscapes() {
    #expect(
      text(value) {
        $0.layout = .compact
        $0.sortsKeys = true
        $0.escapesNonASCII = true
      } == #"{"a":"\u00e9","b":[1,null],"c":{}}"# + "\n")
  }

  @Test func rawStringsHaveNoQuotes() {
    #expect(text("a\"b") { $0.isRaw = true } == "a\"b\n")
    #expect(
      text(["a"]) {
        $0.isRaw = true; $0.layout = .compact
      } == "[\"a\"]\n")
    #expect(
      text("é") {
        $0.isRaw = true; $0.escapesNonASCII = true
      } == "\\u00e9\n")
  }

  @Test func separators() {
    #expect(
      text("a") {
        $0.isRaw = true; $0.separator = .none
      } == "a")
    #expect(
      text("a") {
        $0.isRaw = true; $0.separator = .nul
      } == "a\0")
    #expect(text(1) { $0.isSequence = true } == "\u{1E}1\n")
  }

  @Test func colours() {
    #expect(
      text(["a": [1, .null]]) {
        $0.colors = JQColors(); $0.layout = .compact
      }
        == "\u{1B}[1;39m{\u{1B}[0m\u{1B}[34;1m\"a\"\u{1B}[0m\u{1B}[1;39m:\u{1B}[0m"
        + "\u{1B}[1;39m[\u{1B}[0m\u{1B}[0;39m1\u{1B}[0m\u{1B}[1;39m,\u{1B}[0m\u{1B}[0;90mnull\u{1B}[0m"
        + "\u{1B}[1;39m]\u{1B}[0m\u{1B}[1;39m}\u{1B}[0m\n")
  }

  @Test func coloursOfOnesOwn() {
    #expect(JQColors("4;31").null == "4;31")
    #expect(JQColors("4;31:1").numbers == "0;39")
    #expect(JQColors("\u{1B}[2J") == JQColors())
  }

  @Test func streamsAsTostreamDoes() {
    let value: JSONValue = ["a": [1, ["b": 2]], "c": []]
    #expect(
      value.streamEvents.map { $0.serialized() } == [
        #"[["a",0],1]"#, #"[["a",1,"b"],2]"#, #"[["a",1,"b"]]"#, #"[["a",1]]"#, #"[["c"],[]]"#, #"[["c"]]"#,
      ])
    #expect(JSONValue.integer(3).streamEvents == [[[], 3]])
  }
}
