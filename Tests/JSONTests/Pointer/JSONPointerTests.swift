import JSON
import Testing

struct JSONPointerTests {
  /// RFC 6901, section 5.
  private static let document: JSONValue = [
    "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
  ]

  @Test(
    arguments: [
      ("", document), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3),
      ("/g|h", 4), ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8),
    ] as [(String, JSONValue)])
  func followsTheExamplesOfTheStandard(text: String, value: JSONValue) throws {
    let pointer = try JSONPointer(parsing: text)
    #expect(pointer.description == text)
    #expect(try Self.document.value(at: pointer) == value)
    #expect(Self.document[pointer] == value)
  }

  @Test(arguments: ["foo", "#/foo", "/~", "/~2", "/a~", " /a"])
  func refusesOtherTexts(text: String) throws {
    let error = try #require(throws: JSONPointerError.self) { try JSONPointer(parsing: text) }
    #expect(error.code == .syntax)
    #expect(JSONPointer(text) == nil)
  }

  @Test func tildesAreUnescapedOnce() throws {
    #expect(try JSONPointer(parsing: "/~01").tokens == ["~1"])
    #expect(JSONPointer.root.appending("~1").description == "/~01")
    #expect(try JSONPointer(parsing: "//").tokens == ["", ""])
  }

  @Test func growsAndShrinks() {
    let pointer = JSONPointer.root.appending("do").appending(0).appending("a/b")
    #expect(pointer.description == "/do/0/a~1b")
    #expect(pointer.parent?.description == "/do/0")
    #expect(JSONPointer.root.parent == nil)
    #expect(pointer.hasPrefix(JSONPointer("/do/0")!))
    #expect(!pointer.hasPrefix(JSONPointer("/do/1")!))
    #expect(JSONPointer("/a")!.appending(JSONPointer("/b/c")!).description == "/a/b/c")
    #expect(JSONPointer("/\u{E9}") != JSONPointer("/e\u{301}"))
  }

  @Test(
    arguments: [
      ("/x", .notFound, "a member of the object at \"\"", "no member \"x\""),
      ("/foo/2", .notFound, "an index below 2 at \"/foo\"", "\"2\""),
      ("/foo/-", .invalidIndex, "an index of the array at \"/foo\"", "\"-\""),
      ("/foo/00", .invalidIndex, "an index of the array at \"/foo\"", "\"00\""),
      ("/foo/+1", .invalidIndex, "an index of the array at \"/foo\"", "\"+1\""),
      ("/foo/0/x", .notContainer, "an object or array at \"/foo/0\"", "string"),
    ] as [(String, JSONPointerError.Code, String, String)])
  func saysWhereItCouldNotGoOn(text: String, code: JSONPointerError.Code, expected: String, found: String) throws {
    let error = try #require(throws: JSONPointerError.self) {
      try Self.document.value(at: JSONPointer(parsing: text))
    }
    #expect(error.code == code)
    #expect(error.expected == expected)
    #expect(error.found == found)
    #expect(Self.document[JSONPointer(text)!] == nil)
  }

  @Test func setsAndRemoves() throws {
    var value: JSONValue = ["a": [1, ["b": 2]]]
    try value.set("x", at: JSONPointer("/a/1/b")!)
    try value.set("new", at: JSONPointer("/a/1/c")!)
    try value.set(3, at: JSONPointer("/a/-")!)
    try value.set(4, at: JSONPointer("/a/3")!)
    try value.set(0, at: JSONPointer("/a/0")!)
    #expect(value == ["a": [0, ["b": "x", "c": "new"], 3, 4]])
    try value.remove(at: JSONPointer("/a/2")!)
    try value.remove(at: JSONPointer("/a/1/b")!)
    #expect(value == ["a": [0, ["c": "new"], 4]])
    try value.set(true, at: .root)
    #expect(value == true)
  }

  @Test(arguments: ["/b/c", "/a/5", "/a/x", "/s/t"])
  func refusesToSetWhereNothingIs(text: String) throws {
    var value: JSONValue = ["a": [1], "s": "t"]
    let original = value
    #expect(throws: JSONPointerError.self) { try value.set(1, at: JSONPointer(text)!) }
    #expect(throws: JSONPointerError.self) { try value.remove(at: JSONPointer(text)!) }
    #expect(value == original)
  }

  @Test func isCodedAsItsText() throws {
    let pointer = JSONPointer("/a/0")!
    #expect(try JSONValue(encoding: pointer) == "/a/0")
    #expect(try JSONValue.string("/a/0").decode(JSONPointer.self) == pointer)
    #expect(throws: DecodingError.self) { try JSONValue.string("a").decode(JSONPointer.self) }
  }
}
