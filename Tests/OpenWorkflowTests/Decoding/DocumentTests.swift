import JSON
import JSONSchema
import OpenWorkflow
import Testing

@Suite struct DocumentTests {
  private func document(_ members: String) -> String { "document:\n\(members)\ndo: []" }

  private let valid = "  dsl: 1.0.3\n  namespace: n\n  name: w\n  version: 1.2.3"

  @Test func itsMembersAreRead() throws {
    let text = document(valid + "\n  title: T\n  summary: S\n  tags: { a: b, c: 1 }\n  metadata: { x: [1] }")
    let definition = try #require(DocumentReader.read(text, file: "x").value)
    #expect(definition.document.namespace == "n")
    #expect(definition.document.name == "w")
    #expect(definition.document.version == "1.2.3")
    #expect(definition.document.dsl == "1.0.3")
    #expect(definition.document.title == "T")
    #expect(definition.document.summary == "S")
    #expect(definition.document.tags == ["a": "b", "c": 1])
    #expect(definition.document.metadata == ["x": [1]])
    #expect(definition.source["document"]?["version"] == "1.2.3")
    #expect(definition.source["do"] == [])
  }

  @Test(arguments: ["1.0.0", "1.0.3", "1.0.99", "1.0.0-alpha5", "1.0.1-rc.1+build"])
  func everyPatchOfTheDSLIsSupported(version: String) {
    #expect(diagnose(document("  dsl: '\(version)'\n  namespace: n\n  name: w\n  version: 1.0.0")).isEmpty)
  }

  @Test(arguments: ["0.9", "1.1.0", "2.0.0", "1.0", "1.0.", "1.0.x", "0.8.0", "latest"])
  func otherVersionsNameTheSupportedRange(version: String) {
    #expect(
      diagnose(document("  dsl: \(version)\n  namespace: n\n  name: w\n  version: 1.0.0")) == [
        "2:8: error: DSL version '\(version)' is not supported; this runtime reads 1.0.x, such as '1.0.3'"
      ])
  }

  @Test(arguments: [
    ("1.0", "did you mean '1.0.0'?"), ("'2'", "did you mean '2.0.0'?"), ("v1.0.0", "did you mean '1.0.0'?"),
    ("1.0.0.0", "such as '1.0.0'"), ("01.0.0", "such as '1.0.0'"), ("one", "such as '1.0.0'"),
    ("1.0.0-", "such as '1.0.0'"),
  ])
  func versionsAreSemantic(version: String, hint: String) {
    let found = version.filter { $0 != "'" }
    #expect(
      diagnose(document("  dsl: 1.0.3\n  namespace: n\n  name: w\n  version: \(version)")) == [
        "5:12: error: 'version' must be a semantic version, found '\(found)'; \(hint)"
      ])
  }

  @Test(arguments: ["a b", "-a", "a-", "a_b", "a.b", String(repeating: "x", count: 64)])
  func namesAreLabels(name: String) {
    let shown = name.count > 60 ? name.prefix(57) + "…" : name[...]
    #expect(
      diagnose(document("  dsl: 1.0.3\n  namespace: n\n  name: \(name)\n  version: 1.0.0")) == [
        "4:9: error: 'name' must be 1 to 63 letters, digits and inner hyphens, found '\(shown)'"
      ])
  }

  @Test func everythingMissingIsReportedAtOnce() {
    #expect(
      diagnose("document: {}") == [
        "1:1: error: 'document' needs 'dsl': the version of the DSL, such as '1.0.3'",
        "1:1: error: 'document' needs 'namespace': such as 'default'",
        "1:1: error: 'document' needs 'name': the workflow's name",
        "1:1: error: 'document' needs 'version': the workflow's version, such as '1.0.0'",
        "1:1: error: the workflow needs 'do': the list of tasks to perform",
      ])
  }

  @Test(arguments: ["[]", "1", "text", "null"])
  func aDocumentIsAMapping(text: String) {
    let problems = diagnose(text)
    #expect(problems.count == 1)
    #expect(problems[0].hasPrefix("1:1: error: the document must be a mapping with 'document' and 'do', found "))
  }

  @Test func unknownKeysNameTheNearest() {
    #expect(
      diagnose(document(valid + "\n  titel: x\n  banana: y")) == [
        "6:3: error: unknown key 'titel' in 'document'; did you mean 'title'?",
        "7:3: error: unknown key 'banana' in 'document'; expected 'dsl', 'metadata', 'name', 'namespace', 'summary', "
          + "'tags', 'title' or 'version'",
      ])
  }

  @Test func evaluationIsRead() throws {
    #expect(try workflow("do: []").evaluate.mode == .strict)
    #expect(try workflow("evaluate: { language: jq, mode: loose }\ndo: []").evaluate.mode == .loose)
    #expect(
      diagnose(body: "evaluate: { language: cel, mode: lose }\ndo: []") == [
        "2:23: error: expressions in 'cel' are not supported; the only language is 'jq'",
        "2:34: error: 'mode' must be one of 'strict' or 'loose', found 'lose'; did you mean 'loose'?",
      ])
  }

  @Test func schedulesAreRead() throws {
    let schedule = try #require(
      try workflow(
        "schedule: { every: PT1M, cron: '*/15 0-6 1,15 jan-mar sun', after: { hours: 1 }, on: { any: [] }, read: raw }\ndo: []"
      ).schedule)
    guard case .constant(.seconds(60))? = schedule.every, case .constant(.seconds(3600))? = schedule.after,
      case .any? = schedule.on
    else {
      Issue.record("\(schedule)")
      return
    }
    #expect(schedule.read == .raw)
    let cron = try #require(schedule.cron)
    #expect((0...59).filter(cron.minute.contains) == [0, 15, 30, 45])
    #expect((0...23).filter(cron.hour.contains) == Array(0...6))
    #expect((1...31).filter(cron.dayOfMonth.contains) == [1, 15])
    #expect((1...12).filter(cron.month.contains) == [1, 2, 3])
    #expect((0...6).filter(cron.dayOfWeek.contains) == [0])
  }

  @Test(arguments: [
    (
      "{ read: data }",
      "2:13: error: 'read' says how the events of 'on' are read, and there is no 'on'; add it or remove 'read'"
    ),
    ("{ evry: PT1S }", "2:13: error: unknown key 'evry' in 'schedule'; did you mean 'every'?"),
    (
      "{ cron: '0 25 * * *' }",
      "2:19: error: 'cron' has '25' for the hour, which must be 0-23, '*', a range 'a-b', a list 'a,b' or a step '*/n'"
    ),
    (
      "{ cron: '0 * * *' }",
      "2:19: error: 'cron' needs five fields (minute, hour, day of month, month, day of week) such as '0 6 * * 1-5', or "
        + "one of '@annually', '@daily', '@hourly', '@midnight', '@monthly', '@weekly' or '@yearly'; found 4"
    ),
  ])
  func schedulesAreChecked(schedule: String, problem: String) {
    #expect(diagnose(body: "schedule: \(schedule)\ndo: []").first == problem)
  }

  @Test func anEmptyScheduleIsRefused() {
    #expect(
      diagnose(body: "schedule: {}\ndo: []") == ["2:1: error: 'schedule' needs one of 'every', 'cron', 'after' or 'on'"]
    )
  }

  @Test func schemasAreCompiled() throws {
    let definition = try workflow(
      """
      input: { schema: { format: 'json:draft-07', document: { type: object } } }
      output: { schema: { resource: { endpoint: https://example.com/schema.json } } }
      do: []
      """)
    #expect(definition.input?.schema?.dialect == .draft7)
    guard case .document(let schema)? = definition.input?.schema?.source,
      case .resource(let resource)? = definition.output?.schema?.source
    else {
      Issue.record("no schemas")
      return
    }
    #expect(schema.accepts([:]) && !schema.accepts([]))
    #expect(resource.endpoint.uri.literal == "https://example.com/schema.json")
  }

  @Test func theProblemsOfASchemaAreShownWhereTheyAre() {
    let outcome = DocumentReader.read(
      """
      document: { dsl: 1.0.3, namespace: a, name: b, version: 1.0.0 }
      input:
        schema:
          document:
            type: object
            properties:
              age: { type: strng }
              size: { minimum: small }
      do: [ { x: { set: { a: 1 } } } ]
      """, file: "a.yaml")
    #expect(outcome.value == nil)
    #expect(outcome.diagnostics.map(\.line) == [7, 8])
    #expect(
      outcome.diagnostics.map(\.pointer) == [
        "/input/schema/document/properties/age/type", "/input/schema/document/properties/size/minimum",
      ])
  }

  @Test(arguments: [
    (
      "{ format: avro, document: {} }",
      "2:28: error: schema format 'avro' is not supported; only 'json' (or 'json:' and a draft) is"
    ),
    ("{ document: [] }", "2:30: error: 'document' must be a JSON Schema: a mapping, found an empty list"),
    ("{ format: json }", "2:10: error: 'schema' needs the schema: one of 'document' or 'resource'"),
    (
      "{ document: {}, resource: { endpoint: https://a } }",
      "2:34: error: 'schema' has 'document' and 'resource'; keep one of them"
    ),
  ])
  func schemasAreChecked(schema: String, problem: String) {
    #expect(diagnose(body: "input: { schema: \(schema) }\ndo: []") == [problem])
  }
}
