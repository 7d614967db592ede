import JSON
import JSONSchema
import Testing

@Suite struct ViolationTests {
  static let order = """
    {"type": "object", "required": ["order", "customer"], "properties": {
      "order": {"type": "object", "required": ["id"], "additionalProperties": false, "properties": {
        "id": {"type": "string", "minLength": 1}, "quantity": {"type": "integer", "minimum": 1},
        "status": {"enum": ["open", "paid"]}, "a/b~c": {"type": "null"}}},
      "items": {"type": "array", "items": {"$ref": "#/$defs/item"}}},
     "$defs": {"item": {"properties": {"price": {"exclusiveMinimum": 0}}}}}
    """

  @Test func saysWhereWhatWasExpectedAndWhatWasFound() throws {
    let found = try violations(Self.order, #"{"order": {"id": "x", "quantity": 0}, "customer": 1}"#)
    #expect(found == ["/order/quantity: expected at least 1, found 0"])
  }

  @Test func reportsEveryViolation() throws {
    let value = #"{"order": {"id": "", "quantity": 1.5, "status": "payed"}, "items": [{"price": 1}, {"price": 0}]}"#
    #expect(
      try violations(Self.order, value) == [
        #"expected the property "customer", found only "order" and "items""#,
        #"/order/id: expected at least 1 character, found 0: """#,
        "/order/quantity: expected an integer, found 1.5",
        #"/order/status: expected one of "open" or "paid", found "payed""#,
        "/items/1/price: expected more than 0, found 0",
      ])
  }

  @Test func namesTheKeywordWhereItStandsInTheDocument() throws {
    let value = try JSONValue(parsing: #"{"order": {"id": 1}, "customer": 1, "items": [{"price": -1}]}"#)
    let found = try schema(Self.order).validate(value)
    #expect(
      found.map(\.keyword) == ["/properties/order/properties/id/type", "/$defs/item/properties/price/exclusiveMinimum"])
    #expect(found.map(\.instance) == ["/order/id", "/items/0/price"])
  }

  @Test func escapesPointers() throws {
    let found = try violations(Self.order, #"{"order": {"id": "x", "a/b~c": 1}, "customer": 1}"#)
    #expect(found == ["/order/a~1b~0c: expected null, found 1"])
  }

  @Test func stopsAtTheLimit() throws {
    let numbers = "[" + (0..<100).map(String.init).joined(separator: ",") + "]"
    #expect(try violations(#"{"items": {"type": "string"}}"#, numbers).count == 20)
    #expect(try violations(#"{"items": {"type": "string"}}"#, numbers, limit: 3).count == 3)
  }

  @Test(arguments: [
    (#"{"type": ["string", "null"]}"#, "[1, 2]", "expected a string or null, found an array of 2 items"),
    (#"{"type": "object"}"#, "{}", nil),
    (#"{"const": {"a": 1}}"#, #"{"a": 2}"#, #"expected {"a":1}, found {"a":2}"#),
    ("false", "3", "expected nothing here, found 3"),
    (#"{"pattern": "^[a-z]+$"}"#, #""A1""#, #"expected a match of ^[a-z]+$, found "A1""#),
    (#"{"format": "date"}"#, #""31.1.2026""#, #"expected a date such as 2026-01-31, found "31.1.2026""#),
    (#"{"multipleOf": 0.05}"#, "0.12", "expected a multiple of 0.05, found 0.12"),
    (#"{"minItems": 1}"#, "[]", "expected at least 1 item, found 0"),
    (#"{"uniqueItems": true}"#, "[1, 2, 1]", "expected items that differ, found 1 at both 0 and 2"),
    (#"{"contains": {"type": "null"}}"#, "[1]", #"expected at least 1 item as in "contains", found none"#),
    (#"{"maxProperties": 1}"#, #"{"a": 1, "b": 2}"#, "expected at most 1 member, found 2"),
    (
      #"{"propertyNames": {"maxLength": 1}}"#, #"{"ab": 1}"#,
      #"/ab: its name: expected at most 1 character, found 2: "ab""#
    ),
    (
      #"{"properties": {"a": true}, "additionalProperties": false}"#, #"{"b": 1}"#, #"/b: expected only "a", found "b""#
    ),
    (
      #"{"dependentRequired": {"a": ["b"]}}"#, #"{"a": 1}"#,
      #"expected the property "b" because there is "a", found only "a""#
    ),
    (#"{"not": {"type": "null"}}"#, "null", #"expected a value that does not match "not", found null"#),
    (
      #"{"oneOf": [{"minimum": 1}, true, {"maximum": 0}]}"#, "1",
      "expected a match of exactly one of 3 alternatives, found that it matches oneOf/0 and oneOf/1"
    ),
    (
      #"{"unevaluatedProperties": false}"#, #"{"a": 1}"#,
      #"/a: expected no property that the schema does not know, found "a""#
    ),
  ])
  func isTold(_ schema: String, _ value: String, _ message: String?) throws {
    #expect(try violations(schema, value) == (message.map { [$0] } ?? []))
  }

  @Test func tellsAlternativesOfTypesInOneSentence() throws {
    let schema = ##"{"anyOf": [{"type": "string"}, {"$ref": "#/$defs/n"}], "$defs": {"n": {"type": "null"}}}"##
    #expect(try violations(schema, "1") == ["expected a string or null, found 1"])
  }

  @Test func tellsAlternativesOfConstantsInOneSentence() throws {
    let schema = #"{"oneOf": [{"const": "a"}, {"enum": ["b", "c"]}]}"#
    #expect(try violations(schema, #""d""#) == [#"expected one of "a", "b" or "c", found "d""#])
  }

  @Test func namesTheAlternativeThatWasMeant() throws {
    let schema = """
      {"oneOf": [
        {"type": "null"},
        {"properties": {"kind": {"const": "card"}, "number": {"type": "string"}}, "required": ["kind"]},
        {"properties": {"kind": {"const": "cash"}, "amount": {"minimum": 1}, "till": {"type": "string"}}, "required": ["kind"]}]}
      """
    #expect(
      try violations(schema, #"{"kind": "cash", "amount": 0, "till": 2}"#) == [
        "expected a match of one of 3 alternatives, found none; closest is oneOf/2, but /amount: expected at least 1, "
          + "found 0 (and 1 more)"
      ])
  }

  @Test func cutsLongValuesShort() throws {
    let long = #"""# + String(repeating: "x", count: 10_000) + #"""#
    let found = try violations(#"{"const": 1}"#, long)
    #expect(found.count == 1 && found[0].utf8.count < 120)
  }

  @Test func isFoundByManyTasksAtOnce() async throws {
    let schema = try schema(#"{"items": {"pattern": "^[a-z]+$", "format": "hostname"}, "uniqueItems": true}"#)
    let counts = await withTaskGroup(of: Int.self) { group in
      for task in 0..<16 {
        group.addTask {
          (0..<50).reduce(0) { sum, _ in sum + schema.validate([.string("a\(task)"), .string("b")]).count }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == Array(repeating: 50, count: 16))
  }
}
