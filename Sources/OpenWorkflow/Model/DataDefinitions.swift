package import JSON

/// `input`: the schema of the raw input, and how it is transformed.
package struct InputDefinition: Sendable {
  package let schema: Schema?
  package let from: Template?
}

/// `output`: how the raw output is transformed, and the schema of the result.
package struct OutputDefinition: Sendable {
  package let schema: Schema?
  package let `as`: Template?
}

/// `export`: how the context is replaced, and the schema of the new one.
package struct ExportDefinition: Sendable {
  package let schema: Schema?
  package let `as`: Template?
}

/// A JSON Schema, kept as it was written: validating against it is the runtime's task.
package struct Schema: Sendable {
  package enum Source: Sendable {
    case document(JSONValue)
    case resource(ExternalResource)
  }

  /// What follows `json:` in the format, such as a draft.
  package let draft: String?
  package let source: Source
}
