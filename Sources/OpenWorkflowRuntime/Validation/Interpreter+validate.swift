import JSON
import JSONSchema
import Juggler
import OpenWorkflow

extension Interpreter {
  /// Throws a `validation` fault that lists everything in which the value differs from the schema.
  @inline(never)
  func validate(_ value: JSONValue, _ definition: SchemaDefinition, _ what: String) async throws {
    let schema: JSONSchema.Schema
    switch definition.source {
    case .document(let document): schema = document
    case .resource(let resource): schema = try await schemas.schema(at: resource, definition.dialect, connectors, run)
    }
    let violations = schema.validate(value)
    guard violations.isEmpty else {
      throw Fault(
        .validation,
        detail: "the \(what) does not match its schema: " + violations.map(\.description).joined(separator: "; "))
    }
  }
}
