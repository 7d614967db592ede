import JSON
import JSONSchema
import Testing

@Suite struct SchemaErrorTests {
  @Test func reportsEveryProblemWithItsPlace() throws {
    let text = #"{"type": "strng", "properties": {"a": {"minimum": "1"}, "b": {"pattern": "("}}, "required": "a"}"#
    let found = try problems(text)
    #expect(found.count == 4)
    #expect(
      found.contains { $0.hasPrefix(#"/type: expected one of "object", "array""#) && $0.hasSuffix(#"found "strng""#) })
    #expect(found.contains(#"/properties/a/minimum: expected a number, found "1""#))
    #expect(found.contains { $0.hasPrefix(#"/properties/b/pattern: expected a regular expression, found "(""#) })
    #expect(found.contains(#"/required: expected an array of names, found "a""#))
  }

  @Test(arguments: [
    ("3", "expected a schema, an object or a boolean, found 3"),
    (#"{"not": []}"#, "/not: expected a schema, an object or a boolean, found an empty array"),
    (#"{"type": []}"#, "/type: expected the name of a type or an array of such names, found an empty array"),
    (#"{"type": ["null", "null"]}"#, #"/type/1: expected every name once, found "null" again"#),
    (#"{"enum": 1}"#, "/enum: expected an array, found 1"),
    (#"{"minLength": -1}"#, "/minLength: expected an integer of at least 0, found -1"),
    (#"{"maxItems": 1.5}"#, "/maxItems: expected an integer of at least 0, found 1.5"),
    (#"{"multipleOf": 0}"#, "/multipleOf: expected a number of more than 0, found 0"),
    (#"{"uniqueItems": "yes"}"#, #"/uniqueItems: expected true or false, found "yes""#),
    (#"{"allOf": []}"#, "/allOf: expected an array of at least one schema, found an empty array"),
    (#"{"anyOf": {}}"#, "/anyOf: expected an array of at least one schema, found an empty object"),
    (#"{"properties": []}"#, "/properties: expected an object, found an empty array"),
    (#"{"properties": {"a/b": 1}}"#, "/properties/a~1b: expected a schema, an object or a boolean, found 1"),
    (#"{"patternProperties": {"^(": true}}"#, nil),
    (#"{"dependentRequired": {"a": "b"}}"#, #"/dependentRequired/a: expected an array of names, found "b""#),
    (#"{"$defs": {"unused": {"minimum": null}}}"#, "/$defs/unused/minimum: expected a number, found null"),
    (#"{"items": [true]}"#, #"/items: expected a schema, found an array: schemas by position belong in "prefixItems""#),
    (#"{"format": 3}"#, "/format: expected a string, found 3"),
    (#"{"$anchor": "1a"}"#, #"/$anchor: expected a name of letters, digits, '-', '_' and '.', found "1a""#),
    (#"{"$id": "a#b"}"#, #"/$id: expected a URI reference without a fragment, found "a#b""#),
    (
      #"{"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}}"#,
      "/$defs/b/$anchor: expected a name of its own, found that of /$defs/a"
    ),
    (
      #"{"$defs": {"a": {"$id": "x"}, "b": {"$id": "x"}}}"#,
      "/$defs/b/$id: expected an identifier of its own, found that of /$defs/a"
    ),
    (
      #"{"$schema": "http://json-schema.org/draft-04/schema#"}"#,
      "/$schema: expected \"https://json-schema.org/draft/2020-12/schema\" or "
        + "\"http://json-schema.org/draft-07/schema#\", found \"http://json-schema.org/draft-04/schema#\""
    ),
  ])
  func isTold(_ schema: String, _ problem: String?) throws {
    let found = try problems(schema)
    #expect(found.count == 1)
    if let problem { #expect(found == [problem]) }
  }

  @Test func ignoresUnknownKeywordsAndValuesThatOnlyLookLikeSchemas() throws {
    let text = #"{"x-note": {"type": 3}, "enum": [{"type": 3}], "const": {"$ref": "?"}, "default": {"minimum": ""}}"#
    #expect(try problems(text) == [])
  }

  @Test func readsBothSpellingsOfDialects() throws {
    for uri in [
      "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema",
      "https://json-schema.org/draft-07/schema#",
    ] {
      #expect(try problems(#"{"$schema": "\#(uri)"}"#) == [])
    }
  }

  @Test func takesTheDialectFromTheCallerWhenTheDocumentNamesNone() throws {
    let tuple: JSONValue = ["items": [["type": "string"]]]
    #expect(throws: SchemaError.self) { try Schema(tuple) }
    #expect(try !Schema(tuple, dialect: .draft7).accepts([1]))
    let named: JSONValue = ["$schema": "https://json-schema.org/draft/2020-12/schema", "prefixItems": [false]]
    #expect(try !Schema(named, dialect: .draft7).accepts([1]))
    #expect(Dialect(name: "draft-07") == .draft7)
    #expect(Dialect(name: "2020-12") == .draft2020)
    #expect(Dialect(name: "draft-04") == nil)
  }

  @Test func compilesDeepDocuments() throws {
    let depth = 400
    let text = String(repeating: #"{"not":"#, count: depth) + "true" + String(repeating: "}", count: depth)
    #expect(try problems(text) == [])
  }
}
