import JQ
import JSON
import Testing

/// Laws that hold for every value.
@Suite struct PropertyTests {
  static let laws = [
    "tojson | fromjson",
    "[tostream] | fromstream(.[])",
    "fromstream(tostream)",
    ". as $d | [paths] | reduce .[] as $p ($d; setpath($p; getpath($p)))",
    ". as $d | reduce path(..) as $p (.; setpath($p; $d | getpath($p)))",
    "walk(.)",
    ".. |= .",
    "[.] | .[0]",
    "{a: .}.a",
    "[., .] | unique | .[0]",
    "if type == \"object\" then with_entries(.) else . end",
    "if type == \"array\" then reverse | reverse else . end",
    "if type == \"array\" then map(.) else . end",
    "if type == \"array\" then .[:2] + .[2:] else . end",
    "if type == \"object\" then . + {} else . end",
    "if type == \"string\" then explode | implode else . end",
    "if type == \"string\" then @base64 | @base64d else . end",
    "if type == \"string\" then @base32 | @base32d else . end",
    "if type == \"string\" then @uri | @urid else . end",
    "if type == \"string\" then [match(\"(?s).\"; \"g\").string] | join(\"\") else . end",
    "if type == \"array\" then to_entries | map(.value) else . end",
    "first(., error)", "last(empty, .)", "limit(1; repeat(.))", "label $x | ., break $x",
    "try error(.) catch .",
    ". as [$a] ?// $a | if type == \"array\" then [$a] + .[1:] | if . == [null] then [] else . end else $a end",
  ]

  @Test(arguments: laws)
  func isIdentity(_ law: String) throws {
    let filter = try Filter(law)
    var random = Random(seed: 42)
    for _ in 0..<60 {
      let value = random.value(depth: 4)
      #expect(try filter.first(value) == value, "\(law) of \(value)")
    }
  }

  @Test func sortIsOrderedAndComplete() throws {
    let filter = try Filter("sort as $s | [$s | range(1; length) as $i | .[$i - 1] <= .[$i]] | all")
    let same = try Filter("(sort | group_by(.) | map(length) | add // 0) == length")
    var random = Random(seed: 7)
    for _ in 0..<60 {
      let value = JSONValue.array((0..<12).map { _ in random.value(depth: 2) })
      #expect(try filter.first(value) == true)
      #expect(try same.first(value) == true)
    }
  }
}

/// Random values, the same for the same seed (SplitMix64).
struct Random: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func value(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &self) {
    case 0: .null
    case 1: .bool(Bool.random(using: &self))
    case 2: .integer(Int64.random(in: -5...1000, using: &self))
    case 3: .double(Double(Int.random(in: -1000...1000, using: &self)) / 8 + 0.0625)
    case 4, 5: .string(string())
    case 6, 7: .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1) })
    default:
      .object(JSONObject((0..<Int.random(in: 0...4, using: &self)).map { _ in (string(), value(depth: depth - 1)) }))
    }
  }

  mutating func string() -> String {
    let alphabet = ["a", "b", "é", "e\u{301}", "😀", "\u{0}", "\n", "\"", "%", " ", "key", "Z", "1"]
    return (0..<Int.random(in: 0...4, using: &self)).map { _ in alphabet.randomElement(using: &self) ?? "" }.joined()
  }
}
