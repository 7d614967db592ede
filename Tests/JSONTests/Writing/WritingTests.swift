import JSON
import Testing

struct WritingTests {
  private let value: JSONValue = ["b": [1, [], [:], ["x": nil]], "a": "é"]

  @Test func compactHasNoSpaces() {
    #expect(value.serialized() == #"{"b":[1,[],{},{"x":null}],"a":"é"}"#)
    #expect(value.description == value.serialized())
  }

  /// As `jq .` prints it.
  @Test func prettyIsOneElementALine() {
    let expected = """
      {
        "b": [
          1,
          [],
          {},
          {
            "x": null
          }
        ],
        "a": "é"
      }
      """
    #expect(value.serialized(.pretty) == expected)
    #expect(
      value.serialized(JSONWritingOptions(layout: .tabs))
        == expected.replacing("  ", with: "\t"))
    #expect(
      value.serialized(JSONWritingOptions(layout: .spaces(4)))
        == expected.replacing("  ", with: "    "))
  }

  @Test func sortsKeysByCodePoints() {
    let value: JSONValue = ["b": 1, "😀": 2, "Z": 3, "a": ["z": 1, "y": 2], "": 4, "ab": 5, "\u{FFFD}": 6]
    #expect(value.serialized(.sorted) == #"{"":4,"Z":3,"a":{"y":2,"z":1},"ab":5,"b":1,"\#u{FFFD}":6,"😀":2}"#)
  }

  @Test func escapesAsJQDoes() {
    let value: JSONValue = "\u{7F}\u{80}\u{2028}<>&/\0\u{1F}\u{8}\u{C}\n\r\t\"\\ß0123456789\u{7F}"
    #expect(
      value.serialized()
        == #""\u007f\#u{80}\#u{2028}<>&/\u0000\u001f\b\f\n\r\t\"\\ß0123456789\u007f""#)
  }

  @Test func escapesNonASCIIWhenAsked() {
    let value: JSONValue = ["ä": "ß日😀a"]
    #expect(
      value.serialized(JSONWritingOptions(escapesNonASCII: true)) == #"{"\u00e4":"\u00df\u65e5\ud83d\ude00a"}"#)
  }

  /// What libjq 1.8 prints for `. + 0`.
  @Test(arguments: [
    (1.0, "1"), (-1.0, "-1"), (0.1, "0.1"), (1000000000000000.0, "1000000000000000"), (1e+16, "1e+16"),
    (1e+17, "1e+17"), (1.2345678901234568e+17, "123456789012345680"), (1.5, "1.5"), (0.0001, "0.0001"),
    (1e-05, "1e-05"), (1.25e-05, "1.25e-05"), (1e+21, "1e+21"), (1.7976931348623157e+308, "1.7976931348623157e+308"),
    (.leastNonzeroMagnitude, "5e-324"), (2.2250738585072014e-308, "2.2250738585072014e-308"),
    (9007199254740994.0, "9007199254740994"), (12345678.9, "12345678.9"), (1e+100, "1e+100"),
    (1.1e+16, "11000000000000000"), (1.1e+17, "1.1e+17"), (1.23e+17, "123000000000000000"), (0.0001234, "0.0001234"),
    (0.00012345678901234567, "0.00012345678901234567"), (4.35, "4.35"), (299792458.5, "299792458.5"),
    (6.02214076e+23, "602214076000000000000000"), (1e+22, "1e+22"), (1e+23, "1e+23"),
    (3.141592653589793, "3.141592653589793"), (100.0, "100"), (4503599627370496.0, "4503599627370496"),
    (-1.989032661366619e+244, "-1.989032661366619e+244"), (3.980498358697587e-249, "3.980498358697587e-249"),
    (6.294675241195386e-44, "6.294675241195386e-44"), (6.387016158513563e-12, "6.387016158513563e-12"),
    (-9.973130378568733e-246, "-9.973130378568733e-246"),
    (.nan, "null"), (.infinity, "1.7976931348623157e+308"), (-.infinity, "-1.7976931348623157e+308"), (-0.0, "-0"),
    (0.0, "0"),
  ])
  func doublesAreWrittenAsJQDoes(double: Double, text: String) {
    #expect(JSONValue.double(double).serialized() == text)
  }

  @Test(arguments: [
    0, 9, 10, 99, 100, -1, -10, Int64.max, Int64.min, 999_999_999_999_999_999, 1_000_000_000_000_000_000,
  ])
  func integersHaveAllTheirDigits(integer: Int64) {
    #expect(JSONValue.integer(integer).serialized() == String(integer))
  }

  @Test func appendsToBytes() {
    var bytes = Array("data: ".utf8)
    JSONValue.array([1, "x"]).write(into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == #"data: [1,"x"]"#)
    #expect(JSONValue.array([1, "x"]).serializedBytes() == Array(#"[1,"x"]"#.utf8))
  }
}
