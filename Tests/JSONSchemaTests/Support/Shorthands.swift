import JSON
import JSONSchema

/// Compiles a schema written as JSON.
func schema(_ text: String) throws -> Schema { try Schema(JSONValue(parsing: text)) }

/// What a schema says of a value, both written as JSON.
func violations(_ schemaText: String, _ value: String, limit: Int = 20) throws -> [String] {
  try schema(schemaText).validate(JSONValue(parsing: value), limit: limit).map(\.description)
}

/// What is wrong with a schema written as JSON; empty when nothing is.
func problems(_ text: String) throws -> [String] {
  let document = try JSONValue(parsing: text)
  do throws(SchemaError) {
    _ = try Schema(document)
    return []
  } catch {
    return error.problems.map(\.description)
  }
}
