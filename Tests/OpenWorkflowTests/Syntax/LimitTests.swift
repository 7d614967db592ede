import OpenWorkflow
import Testing

/// Documents that are made to exhaust their reader.
@Suite struct LimitTests {
  @Test func aliasBombsAreRefused() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let alias = "*a\(level - 1)"
      bomb += "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
    }
    #expect(diagnose(bomb).contains { $0.contains("aliases expand to more than 100000 values, which is refused") })
  }

  @Test func bombsInKeysAreRefused() {
    var bomb = "a0: &a0 [x, x]\n"
    for level in 1...60 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    bomb += "? *a60\n: 1\n? *a60\n: 2\n"
    #expect(diagnose(bomb).contains { $0.contains("which is refused") })
  }

  @Test func bombsOfMergeKeysAreRefused() {
    var bomb = "a0: &a0 { k: { l: 1 } }\n"
    for level in 1...60 {
      bomb += "a\(level): &a\(level) { x: *a\(level - 1), y: *a\(level - 1), <<: *a\(level - 1) }\n"
    }
    #expect(diagnose(bomb).contains { $0.contains("which is refused") })
  }

  @Test(arguments: ["[", "{a: ", "- "])
  func deepNestingIsRefused(opening: String) {
    let problems = diagnose(body: "do: \(opening == "- " ? "\n" : "")" + String(repeating: opening, count: 50_000))
    #expect(problems.count == 1)
    #expect(problems[0].contains("nested") || problems[0].contains("nesting"))
  }

  @Test func deepJSONIsRefused() {
    let problems = diagnose(String(repeating: #"{"a":"#, count: 50_000), file: "w.json")
    #expect(problems == ["1:1281: error: lists and mappings are nested more than 256 levels deep, which is refused"])
  }

  /// Each of these would take hours if any step of reading or explaining were quadratic.
  @Test func documentsOfManyMistakesAreRefusedInTime() {
    let tasks = (0..<20_000).map { "  - t\($0): { set: { x: 1 }, then: to\($0) }\n" }.joined()
    let problems = diagnose(body: "do:\n" + tasks)
    #expect(problems.count == 1001)
    #expect(problems.last?.hasSuffix("error: 19000 more errors are not listed") == true)
    #expect(problems.allSatisfy { $0.utf8.count < 1000 })
    let comments = String(repeating: "#", count: 1_000_000)
    #expect(diagnose(body: "do:\n  - t: { set: { x: '${ \(comments)' } }").count == 1)
    let openings = String(repeating: "${ (", count: 100_000)
    #expect(diagnose(body: "do:\n  - t: { set: { x: '\(openings)' } }").count == 1)
    let functions = (0..<5000).map { "f\($0): { call: f\($0 + 1) }" }.joined(separator: ", ")
    #expect(diagnose(body: "use: { functions: { \(functions) } }\ndo: []").count == 1)
  }

  @Test func manyWarningsAreNoError() {
    let tasks = (0..<1500).map { "  - t\($0): { set: { x: 1 }, then: end }\n" }.joined()
    let outcome = DocumentReader.read(
      "document: { dsl: 1.0.3, namespace: n, name: w, version: 1.0.0 }\ndo:\n" + tasks, file: "x.yaml")
    #expect(outcome.value?.tasks.entries.count == 1500)
    #expect(outcome.diagnostics.last?.description.hasSuffix("warning: 499 more warnings are not listed") == true)
  }

  @Test func aliasesWithinReasonAreWelcome() throws {
    let tasks = (1...200).map { "  - t\($0): { set: *data }" }.joined(separator: "\n")
    let definition = try workflow("do:\n  - t0: { set: &data { a: [1, 2, 3] } }\n" + tasks)
    #expect(definition.tasks.entries.count == 201)
  }

  @Test func nestedTasksWithinReasonAreWelcome() throws {
    var document = "do:\n"
    var indent = "  "
    for level in 1...60 {
      document += "\(indent)- level\(level):\n\(indent)    do:\n"
      indent += "      "
    }
    document += "\(indent)- last: { set: { done: true } }\n"
    #expect(try workflow(document).tasks.entries.count == 1)
  }
}
