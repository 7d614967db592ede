import Testing

@testable import JugglerCLI

@Suite struct JSONSplitterTests {
  private func pieces(_ chunks: String...) -> [String] {
    var splitter = JSONSplitter()
    var pieces: [String] = []
    for chunk in chunks {
      splitter.append(chunk.utf8)
      while let piece = splitter.next(isEnd: false) { pieces.append(String(decoding: piece.text, as: UTF8.self)) }
    }
    while let piece = splitter.next(isEnd: true) { pieces.append(String(decoding: piece.text, as: UTF8.self)) }
    return pieces
  }

  @Test(arguments: [
    (#"1 2"#, ["1", "2"]), (#"{"a":[1,{"b":"}"}]}[2]"#, [#"{"a":[1,{"b":"}"}]}"#, "[2]"]),
    (#""a\"b""c" "#, [#""a\"b""#, #""c""#]), ("null\ntrue\n", ["null", "true"]), ("  \n ", []),
    ("1[2]3", ["1", "[2]", "3"]),
    (#""\\" 1"#, [#""\\""#, "1"]), ("[1", ["[1"]), ("1]2", ["1", "]", "2"]), (#"1,"a""#, ["1", ",", #""a""#]),
  ])
  func findsWhereValuesEnd(text: String, pieces expected: [String]) {
    #expect(pieces(text) == expected)
  }

  @Test func valuesMayComeByteByByte() {
    let text = #"{"a":"x\"]y","b":[1,2]} 345 "é" [] tru"#
    let whole = pieces(text)
    var splitter = JSONSplitter()
    var single: [String] = []
    for byte in text.utf8 {
      splitter.append(CollectionOfOne(byte))
      while let piece = splitter.next(isEnd: false) { single.append(String(decoding: piece.text, as: UTF8.self)) }
    }
    while let piece = splitter.next(isEnd: true) { single.append(String(decoding: piece.text, as: UTF8.self)) }
    #expect(single == whole)
  }

  @Test func aValueIsThereAsSoonAsItIsWhole() {
    var splitter = JSONSplitter()
    splitter.append(#"{"a":1}"#.utf8)
    #expect(splitter.next(isEnd: false) != nil)
    splitter.append("12".utf8)
    #expect(splitter.next(isEnd: false) == nil)
    splitter.append("3\n".utf8)
    #expect(splitter.next(isEnd: false)?.text == ArraySlice("123".utf8))
  }

  @Test func knowsLinesAndColumns() throws {
    var splitter = JSONSplitter()
    splitter.append("1\n  {\n}\n3".utf8)
    _ = splitter.next(isEnd: true)
    #expect(splitter.linesRead == 1)
    let next = splitter.next(isEnd: true)
    let second = try #require(next)
    #expect(second.line == 2 && second.column == 3)
    #expect(splitter.linesRead == 3)
    _ = splitter.next(isEnd: true)
    #expect(splitter.linesRead == 3)
  }

  @Test func givesLinesToThoseWhoWantNoJSON() {
    var splitter = JSONSplitter()
    splitter.append("a\n\nb".utf8)
    var lines: [String] = []
    while let line = splitter.nextLine(isEnd: true) { lines.append(String(decoding: line, as: UTF8.self)) }
    #expect(lines == ["a", "", "b"])
  }
}
