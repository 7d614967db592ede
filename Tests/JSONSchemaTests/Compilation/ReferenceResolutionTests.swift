import JSON
import JSONSchema
import Testing

@Suite struct ReferenceResolutionTests {
  @Test(arguments: [
    "https://example.com/other.json", "other.json", "../x#/a", "https://json-schema.org/draft/2020-12/schema",
  ])
  func refusesReferencesOutOfTheDocument(_ reference: String) throws {
    let found = try problems(#"{"properties": {"a": {"$ref": "\#(reference)"}}}"#)
    #expect(found.count == 1)
    #expect(
      found[0].hasPrefix(#"/properties/a/$ref: expected a reference within this document, found "\#(reference)""#))
  }

  @Test func saysWhatIsThereWhenNothingIsFound() throws {
    let found = try problems(##"{"$ref": "#/$defs/ordr", "$defs": {"order": true, "item": true}}"##)
    #expect(
      found == [
        ##"/$ref: expected a schema at "#/$defs/ordr", found nothing: /$defs has no "ordr", only "order" and "item""##
      ])
  }

  @Test func saysThatAnAnchorIsMissing() throws {
    #expect(
      try problems(##"{"$ref": "#nowhere"}"##) == [
        ##"/$ref: expected the name of an anchor of the document, found "#nowhere""##
      ])
  }

  @Test func followsPointersToPlacesThatNoKeywordHas() throws {
    let text =
      ##"{"$ref": "#/components/order", "components": {"order": {"type": "object", "not": {"$ref": "#/x/0"}}}, "x": [{"required": ["a"]}]}"##
    #expect(try violations(text, "{}") == [])
    #expect(try violations(text, "[]").count == 2)
    #expect(try violations(text, #"{"a": 1}"#).count == 1)
  }

  @Test func reportsWhatIsMalformedThere() throws {
    #expect(
      try problems(##"{"$ref": "#/x", "x": {"minimum": true}}"##) == ["/x/minimum: expected a number, found true"])
    #expect(
      try problems(##"{"$ref": "#/required", "required": ["a"]}"##) == [
        "/required: expected a schema, an object or a boolean, found an array of 1 item"
      ])
  }

  @Test(arguments: [
    ##"{"$ref": "#"}"##,
    ##"{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"allOf": [{"$ref": "#/$defs/a"}]}}}"##,
    ##"{"anyOf": [{"type": "null"}, {"not": {"if": true, "then": {"$ref": "#"}}}]}"##,
    ##"{"dependentSchemas": {"a": {"$ref": "#"}}}"##,
    ##"{"$schema": "http://json-schema.org/draft-07/schema#", "oneOf": [{"$ref": "#"}]}"##,
  ])
  func refusesLoopsThatStayAtTheSameValue(_ schema: String) throws {
    let found = try problems(schema)
    #expect(found.count == 1)
    #expect(found[0].contains("expected references to end, found a loop that stays at the same value"))
  }

  @Test func namesTheWayRoundALoop() throws {
    let text =
      ##"{"properties": {"x": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}"##
    #expect(
      try problems(text) == [
        "/$defs/a: expected references to end, found a loop that stays at the same value: "
          + "/$defs/a → /$defs/b → /$defs/a"
      ])
  }

  @Test func refusesValuesThatAreNestedTooDeep() throws {
    let tree = try schema(##"{"properties": {"a": {"$ref": "#"}}}"##)
    let negated = try schema(##"{"items": {"not": {"not": {"$ref": "#"}}}}"##)
    var object: JSONValue = 1
    var array: JSONValue = 1
    for _ in 0..<2000 {
      object = ["a": object]
      array = [array]
    }
    for (schema, value) in [(tree, object), (negated, array)] {
      let found = schema.validate(value)
      #expect(found.count == 1)
      #expect(found.first?.message.hasSuffix("the value is nested too deep") ?? false)
      #expect(!schema.accepts(value))
    }
  }
}
