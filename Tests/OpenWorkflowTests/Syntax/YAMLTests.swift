import JSON
import OpenWorkflow
import Testing

@Suite struct YAMLTests {
  private func set(_ yaml: String) throws -> JSONValue? {
    let definition = try workflow("do:\n  - t:\n      set:\n        value: \(yaml)")
    guard case .set(let template) = definition.tasks.entries[0].definition.kind else { return nil }
    return template.literal?["value"]
  }

  @Test(
    arguments: [
      ("yes", JSONValue.string("yes")), ("on", "on"), ("1:30", "1:30"), ("null", nil), ("~", nil), ("", nil),
      ("True", true), ("FALSE", false), ("12", 12), ("+12", 12), ("-7", -7), ("012", 12), ("0o17", 15), ("0xff", 255),
      ("1_000", "1_000"), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("'12'", "12"), ("\"null\"", "null"),
      ("!!str 12", "12"), ("!!int '12'", 12), ("9223372036854775807", 9_223_372_036_854_775_807),
      ("1.0.3", "1.0.3"), ("2026-01-01", "2026-01-01"),
    ] as [(String, JSONValue)])
  func scalarsFollowTheCoreSchemaOfYAML12(yaml: String, value: JSONValue) throws {
    #expect(try set(yaml) == value)
  }

  @Test func numbersBeyondSixtyFourBitsKeepTheirDigits() throws {
    guard case .decimal(let number) = try set("123456789012345678901234567890") else {
      Issue.record("no decimal")
      return
    }
    #expect(number.literal == "123456789012345678901234567890")
  }

  @Test func keysStayTexts() throws {
    let definition = try workflow(
      """
      schedule: { on: { one: { with: { type: a } } } }
      do:
        - t: { set: { yes: 1, 2: two, null: three } }
      """)
    #expect(definition.schedule?.on != nil)
    guard case .set(.literal(let value)) = definition.tasks.entries[0].definition.kind else { return }
    #expect(value.objectValue.map { Array($0.keys) } == ["yes", "2", "null"])
  }

  @Test func infinityIsRefused() {
    #expect(
      diagnose(body: "do:\n  - t: { set: { a: .inf } }") == [
        "3:20: error: '.inf' is a number that JSON does not have; put it into quotes if a text is meant"
      ])
  }

  @Test func mergeKeysInherit() throws {
    let definition = try workflow(
      """
      do:
        - a: { set: &base { x: 1, y: 2 } }
        - b: { set: { <<: *base, y: 3, z: 4 } }
        - c: { set: { y: 5, <<: [*base, { z: 6, x: 7 }] } }
      """)
    let sets = definition.tasks.entries.map { entry -> JSONValue? in
      if case .set(let template) = entry.definition.kind { template.literal } else { nil }
    }
    #expect(sets == [["x": 1, "y": 2], ["x": 1, "y": 3, "z": 4], ["x": 1, "y": 5, "z": 6]])
  }

  @Test func mergingAScalarIsRefused() {
    #expect(
      diagnose(body: "do:\n  - a: { set: { <<: 1, x: 1 } }") == [
        "3:21: error: '<<' merges a mapping or a list of mappings, found the number 1"
      ])
  }

  @Test func everyDuplicateKeyIsReported() {
    #expect(
      diagnose(body: "do:\n  - a:\n      set: { x: 1, x: 2 }\n      then: end\n      set: { y: 1 }") == [
        "4:20: error: duplicate key 'x'; it stands in line 4 already",
        "6:7: error: duplicate key 'set'; it stands in line 4 already",
      ])
  }

  @Test func keysThatAreListsAreRefused() {
    #expect(
      diagnose(body: "do:\n  - a: { set: { ? [1] : 2, a: 1 } }") == ["3:19: error: a key must be a text, found a list"])
  }

  @Test func unknownTagsAreRefused() {
    #expect(
      diagnose(body: "do:\n  - a: { set: { x: !secret y } }") == [
        "3:20: error: the YAML tag '!secret' has no meaning in a workflow; remove it"
      ])
  }

  @Test func anUndefinedAliasNamesTheNearestAnchor() {
    #expect(
      diagnose(body: "do:\n  - a: { set: { x: &thing 1, y: *thign } }")
        == [
          "3:33: error: no anchor '&thing' stands before the alias '*thign'; did you mean '*thing'?"
        ].map { $0.replacing("'&thing'", with: "'&thign'") })
  }

  @Test func aSecondDocumentIsRefused() {
    #expect(
      diagnose(body: "do: []\n---\nx: 1") == [
        "3:1: error: expected one document, found a second one; put each workflow into a file of its own"
      ])
  }

  @Test func anEmptyDocumentIsAnError() {
    #expect(diagnose("") == ["1:1: error: the document is empty"])
    #expect(diagnose("# only a comment\n") == ["1:1: error: the document is empty"])
  }

  @Test func tabsAreExplained() {
    let problems = diagnose(body: "do:\n\t- a: 1")
    #expect(problems.count == 1)
    #expect(problems[0].hasPrefix("3:1: error: invalid YAML: found character that cannot start any token"))
    #expect(problems[0].hasSuffix("indent with spaces, a tab is not allowed here"))
  }

  @Test func unquotedColonsAreExplained() {
    let problems = diagnose(body: "do:\n  - a: b: c")
    #expect(problems.count == 1)
    #expect(problems[0].hasPrefix("3:9: error: invalid YAML: mapping values are not allowed in this context"))
  }

  @Test func bracesInTextsAreExplained() {
    #expect(
      diagnose(body: "do:\n  - a: { set: { u: https://x/{id} } }") == [
        "3:30: error: invalid YAML: did not find expected ',' or '}' while parsing a flow mapping that starts in line 3; "
          + "put a text with one of '{ } [ ] , :' into quotes"
      ])
  }

  @Test func invalidUTF8IsPlaced() {
    let outcome = DocumentReader.read(Array("a: 1\nb: ".utf8) + [0xFF, 0x0A], file: "x.yaml")
    #expect(outcome.value == nil)
    #expect(outcome.diagnostics.first?.position == SourcePosition(line: 2, column: 4))
    #expect(outcome.diagnostics.first?.message.hasSuffix("a document must be valid UTF-8 text") == true)
  }

  @Test func aByteOrderMarkIsSkipped() {
    #expect(
      diagnose("\u{FEFF}document: 1").contains("1:11: error: 'document' must be a mapping, found the number 1"))
  }
}
