import JSON
import Testing

@testable import JQ

/// Evaluations on threads that serve others end soon, whatever they compute.
@Suite struct BoundedEvaluationTests {
  private func results(
    _ filter: String, _ input: JSONValue = .null, steps: Int = 5000
  ) throws -> (results: Filter.Results, left: Int) {
    var left = steps
    let results = try Filter(filter).results(input, variables: [], steps: &left)
    return (results, left)
  }

  @Test(
    arguments: [
      ("empty", []), (".", [.null]), ("1, 2", [1, 2]), ("1, 2, 3, (4 | ., . + 1)", [1, 2, 3, 4, 5]),
      ("[range(10)] | add", [45]), (#"{a: 1} | .b = "c""#, [["a": 1, "b": "c"]]),
    ] as [(String, [JSONValue])])
  func givesEveryOutput(_ filter: String, _ expected: [JSONValue]) throws {
    switch try results(filter).results {
    case .none: #expect(expected == [])
    case .one(let value): #expect(expected == [value])
    case .several(let values): #expect(expected == values)
    case .unfinished: Issue.record("unfinished")
    }
  }

  @Test(arguments: [
    "last(range(1e9))", "[range(1e5)] | length", "range(1e6)", "def f: f; f", "[limit(1e5; repeat(1))]",
    #"[range(3000)] | map(tostring) | join(",")"#, "try last(range(1e9)) catch 1",
  ])
  func stopsWhatTakesLong(_ filter: String) throws {
    guard case .unfinished = try results(filter).results else {
      Issue.record("finished")
      return
    }
  }

  /// Long operations count their work before they go on.
  @Test(arguments: [
    "sort", "sort_by(-.)", "group_by(. % 7)", "unique", "map(. + 1)", "tojson", "add", "reverse | map(.)", "flatten",
    "to_entries", "index(99999)", "min_by(-.)", "[.[] | tostring] | join(\"\")",
  ])
  func stopsWithinLongOperations(_ filter: String) throws {
    let input = JSONValue.array((0..<200_000).map { .integer(Int64(($0 * 7919) % 200_000)) })
    let clock = ContinuousClock()
    var outcome: Filter.Results?
    let time = try clock.measure { outcome = try results(filter, input).results }
    guard case .unfinished? = outcome else {
      Issue.record("finished within \(time)")
      return
    }
  }

  @Test func leavesWhatItDoesNotUse() throws {
    let (_, left) = try results("[range(10)] | add")
    #expect(left < 5000)
    #expect(left > 4800)
    // A filter without a machine costs nothing.
    #expect(try results(".a.b").left == 5000)
  }

  @Test func throwsErrorsAsTheyAre() {
    #expect(throws: EvaluationError.self) { try results(#"error("x")"#) }
  }
}
