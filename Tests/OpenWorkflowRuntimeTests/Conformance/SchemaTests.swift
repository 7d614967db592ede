import JSON
import Juggler
import Testing

/// dsl.md, "Data Flow": the steps that validate.
struct SchemaTests {
  let schema = "schema: { document: { type: object, required: [n], properties: { n: { type: integer } } } }"

  func document(_ place: String) -> String {
    let schema = "{ \(schema) }"
    switch place {
    case "workflow input": return "input: \(schema)\ndo: [{ a: { set: '${ . }' } }]"
    case "task input": return "do: [{ a: { input: \(schema), set: '${ . }' } }]"
    case "task output": return "do: [{ a: { set: '${ . }', output: \(schema) } }]"
    case "export": return "do: [{ a: { set: '${ . }', export: { as: ., \(self.schema) } } }]"
    case "export without as": return "do: [{ a: { set: '${ . }', export: \(schema) } }]"
    default: return "output: \(schema)\ndo: [{ a: { set: '${ . }' } }]"
    }
  }

  static let places = [
    "workflow input", "task input", "task output", "export", "export without as", "workflow output",
  ]

  @Test(arguments: places) func whatIsValidPasses(_ place: String) async throws {
    #expect(try await perform(document(place), input: ["n": 1]).output == ["n": 1])
  }

  @Test(arguments: places) func whatIsNotIsAValidationError(_ place: String) async throws {
    for input: JSONValue in [["n": "one"], [:], 3] {
      let trial = try await perform(document(place), input: input)
      #expect(trial.fault.isStandard(.validation))
      #expect(trial.fault.instance == (place.hasPrefix("workflow") ? "/" : "/do/0/a"))
    }
  }

  @Test func anInvalidInputIsFoundBeforeAnythingRuns() async throws {
    let trial = try await perform(
      "input: { \(schema) }\ndo: [{ a: { call: http, with: { method: get, endpoint: 'http://s/x' } } }]")
    #expect(trial.fault.isStandard(.validation))
    #expect(trial.http.isEmpty)
  }

  @Test func theRawInputIsValidatedNotTheTransformed() async throws {
    let trial = try await perform(
      "do: [{ a: { input: { \(schema), from: .n }, set: { got: '${ . }' } } }]", input: ["n": 1])
    #expect(trial.output == ["got": 1])
  }

  @Test func theTransformedOutputIsValidatedNotTheRaw() async throws {
    let trial = try await perform("do: [{ a: { set: { x: 1 }, output: { as: '{ n: .x }', \(schema) } } }]")
    #expect(trial.output == ["n": 1])
  }

  @Test func theMessageSaysWhatIsWrongAndWhere() async throws {
    let trial = try await perform(document("task input"), input: ["n": "one"])
    let detail = try #require(trial.fault.detail)
    for part in ["'a'", "/n", "integer"] { #expect(detail.contains(part), "\(detail)") }
  }
}
