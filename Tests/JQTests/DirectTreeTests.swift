import JSON
import Testing

@testable import JQ

/// Filters that are computed on their trees give what the machine gives.
@Suite struct DirectTreeTests {
  private static func value(
    of tree: DirectTree, _ input: JSONValue, _ variables: [JSONValue], steps: Int = 5000
  ) -> JSONValue? {
    var context = Context(
      expressions: RegexCache(), environment: .empty, budget: Budget(steps: steps, size: 1 << 20, depth: 100))
    context.begin()
    return tree.value(input, variables, &context)
  }

  /// What is computed on the tree is what the machine makes of it, be it a value or an error.
  @Test(arguments: [
    ".a + 1", "{a, b: .b}", "{a: (.a + .b), c: {d: .a.b}}", ".a.b | length", ". + {a: 1}", "{x: .} | .x.a", ".a == .b",
    "(.a | length) > 1", "tostring", "{a: 1, a: 2}", ".a - .b", ".a * .b", ".a / .b", ".a % .b", "tojson",
    "keys | length",
    "$v + .a", "{v: $v, w: $w.a}", "{$v}", ".a < .b", "type", "{\"a b\": 1}", "ascii_downcase", "tonumber",
    "{a: .a.b.c}",
    ". == {a: {b: 1}}", "1 + 2 * 3", "{a: {b: {c: {d: {e: {f: .}}}}}}",
    "[]", "[.]", "[.a, .b]", "[.[]]", "[.[]?]", "[.[].a]", "[.a[].b]", "[.a[]?, .b[]?]", "map(.)", "map(.a)",
    "map(. + 1) | add",
    "[.[] | select(.)]", "map(select(type == \"string\"))", "[.[] | ., .]", "[.[] | empty]", "[empty]", "[.a | .b, .]",
    "[.[] | {a: ., b: [.]}]", "map(map(.))", "[.[] | .[]?]", "[(.a, .b) | select(. != null)]", "[.[] | $v]",
    "{total: (.a | map(. * 2) | add), all: [.a[]]}", "[[.a[]] | length]",
    "add", "sort", "unique | reverse", "min", "max", "to_entries", "to_entries | from_entries", "flatten", "abs",
    "join(\"-\")", "has(\"a\")", "split(\"e\")", "startswith(\"T\")", "contains(\"x\")", ".a | ltrimstr(\"x\")",
    "if .a then .b else 1 end", "if . then 1 end", "if .a == .b then . else .a | length end", ".a // 1",
    ".a // .b // $v",
    ".a and .b", ".a or .b", "not", ".a | not", "(.a | not) and (.b | not)",
    ".[0]", ".a[0]", ".a[-1]", ".[1].b", "-1", ". + -2", ".a[0].b", "\"x\\(.a)y\\(.b)\"", "\"\\(.)\" | length",
    "@json \"v=\\(.)\"",
    "[.[] | \"\\(.)!\"]", ".choices[0].message.content",
  ])
  func computesOnTheTreeWhatTheMachineDoes(_ source: String) throws {
    let filter = try Filter(source, variables: ["v", "w"])
    let tree = try #require(filter.direct)
    var computed = 0
    let values: [JSONValue] = [
      .null, true, false, 7, 2.5, "Text", "12", [], [1, "b"], [3, 1, 2, 1], [:], ["a": 1, "b": 0], ["a": 7, "b": 3],
      ["a": ["b": [1]], "b": 3], ["a": "x", "b": "y"], ["a": [1, 2], "b": [2]], ["a": ["b": ["c": .null]]],
      [["a": 1], ["a": .null, "b": [1]], .null], ["x": ["a": 1], "y": ["a": false]],
      ["a": [["b": 1], ["b": "c"]], "b": []],
      [["key": "k", "value": 1]], ["b", "a"], ["a": false, "b": .null],
      ["choices": [["message": ["role": "assistant", "content": "Hi"]]]],
    ]
    for input in values {
      for variable in [JSONValue.null, 3, ["a": 1]] {
        let variables = filter.usedVariables.map { _ in variable }
        func outcome(_ body: () throws -> JSONValue?) -> String {
          do { return try body()?.serialized() ?? "nothing" } catch { return "\(error)" }
        }
        let bounded = outcome {
          var steps = 5000
          if case .one(let value) = try filter.results(input, variables: variables, steps: &steps) { return value }
          return nil
        }
        #expect(bounded == outcome { try filter.first(input, variables: variables) })
        if Self.value(of: tree, input, variables) != nil { computed += 1 }
      }
    }
    // Not all was left to the machine.
    #expect(computed > 0)
  }

  @Test(arguments: [
    ".[]", ".a?", "def length: 1; length", "def map(f): 1; map(.)", "first", "input", "{(.a): 1}", "[.a?]",
    "[.[] as $x | $x]",
    "$__loc__ | .line | . as $x | $x", "now", "env", "[inputs]", "$ENV", ".[.a]", "reduce .[] as $x (0; . + $x)",
    "sort_by(.a)",
    "[limit(1; .[])]", "try .a", "..", "[..]", ".a = 1", "ascii", "error", "[.[] | error]", "getpath([\"a\"])", "@json",
  ])
  func leavesEverythingElseToTheMachine(_ source: String) throws {
    #expect(try Filter(source).direct == nil)
  }

  /// All of libjq's own outputs, where there is one: by the tree if there is one, else by the machine.
  @Test func boundedEvaluationsGiveWhatLibjqGives() throws {
    var trees = 0
    for example in try ReferenceTests.load("reference.jsonl") {
      let filter = try Filter(example.filter)
      if filter.direct != nil { trees += 1 }
      var steps = 10_000_000
      guard let results = try? filter.results(example.input, variables: [], steps: &steps) else {
        #expect(example.error != nil, "\(example.filter)")
        continue
      }
      let outputs: [JSONValue]? =
        switch results {
        case .none: []
        case .one(let value): [value]
        case .several(let values): values
        case .unfinished: nil
        }
      #expect(outputs?.map { $0.serialized() } == example.outputs, "\(example.filter) of \(example.input)")
    }
    #expect(trees > 50)
  }

  /// The machine goes on, or the computing pool, when it takes more steps than are left.
  @Test func longArraysUseTheStepsUp() throws {
    let input = JSONValue.array((0..<10_000).map { .integer($0) })
    for source in [
      "map(. + 1)", "[.[] | select(. > 3)]", "{a: map(.)}", "[.[], .[]] | length", "map(tostring) | join(\",\")",
    ] {
      let filter = try Filter(source)
      #expect(Self.value(of: try #require(filter.direct), input, []) == nil)
      var steps = 5000
      guard case .unfinished = try filter.results(input, variables: [], steps: &steps) else {
        Issue.record("\(source) finished")
        continue
      }
      steps = 1_000_000
      guard case .one = try filter.results(input, variables: [], steps: &steps) else {
        Issue.record("\(source) did not finish")
        continue
      }
      #expect(steps < 990_000)
    }
  }

  @Test func outputsThatMultiplyUseTheStepsUp() throws {
    let source = "[" + Array(repeating: "(., .)", count: 30).joined(separator: " | ") + "]"
    #expect(Self.value(of: try #require(Filter(source).direct), 1, []) == nil)
    var steps = 5000
    guard case .unfinished = try Filter(source).results(1, variables: [], steps: &steps) else {
      Issue.record("finished")
      return
    }
  }

  @Test func largeObjectsUseTheStepsUp() throws {
    let input = JSONValue.object(JSONObject((0..<10_000).map { ("\($0)", .integer($0)) }))
    #expect(Self.value(of: try #require(Filter("[.[]]").direct), input, []) == nil)
  }

  @Test func largeFiltersAreLeftToTheMachine() throws {
    let source = "[" + (0..<150).map { ".a\($0)" }.joined(separator: ", ") + "]"
    #expect(try Filter(source).direct == nil)
    #expect(try Filter("[" + (0..<20).map { ".a\($0)" }.joined(separator: ", ") + "]").direct != nil)
  }
}
