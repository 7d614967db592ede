package import JSONSchema

/// `input`: the schema of the raw input, and how it is transformed.
package struct InputDefinition: Sendable {
  package let schema: SchemaDefinition?
  package let from: Template?
}

/// `output`: how the raw output is transformed, and the schema of the result.
package struct OutputDefinition: Sendable {
  package let schema: SchemaDefinition?
  package let `as`: Template?
}

/// `export`: how the context is replaced, and the schema of the new one.
package struct ExportDefinition: Sendable {
  package let schema: SchemaDefinition?
  package let `as`: Template?
}

/// A JSON Schema to validate data against.
package struct SchemaDefinition: Sendable {
  package enum Source: Sendable {
    case document(JSONSchema.Schema)
    case resource(ExternalResource)
  }

  /// The version of JSON Schema that the format names after `json:`; `nil`: the one that `$schema` names, else 2020-12.
  package let dialect: Dialect?
  package let source: Source
}
