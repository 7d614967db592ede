import JSON
import JSONSchema
import Testing

@Suite struct ReferenceTests {
  @Test(arguments: ReferenceCase.all)
  func agreesWithTheReferenceImplementation(_ example: ReferenceCase) throws {
    let schema = try schema(example.schema)
    for text in example.accepts {
      let value = try JSONValue(parsing: text)
      #expect(schema.validate(value) == [], "\(text)")
      #expect(schema.accepts(value), "\(text)")
    }
    for text in example.rejects {
      let value = try JSONValue(parsing: text)
      #expect(schema.validate(value) != [], "\(text)")
      #expect(!schema.accepts(value), "\(text)")
    }
  }
}
