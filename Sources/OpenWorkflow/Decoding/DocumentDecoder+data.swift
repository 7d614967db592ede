internal import JSON
internal import JSONSchema

extension DocumentDecoder {
  func input(_ cursor: Cursor, _ scope: Scope) -> InputDefinition? {
    guard var fields = fields(cursor, as: "a mapping with 'schema' and 'from'") else { return nil }
    let schema = fields.take("schema").flatMap { self.schema($0, scope) }
    let from = fields.take("from").flatMap { transformation($0, scope) }
    close(fields)
    return InputDefinition(schema: schema, from: from)
  }

  func output(_ cursor: Cursor, _ scope: Scope) -> OutputDefinition? {
    guard var fields = fields(cursor, as: "a mapping with 'as' and 'schema'") else { return nil }
    let schema = fields.take("schema").flatMap { self.schema($0, scope) }
    let transformation = fields.take("as").flatMap { self.transformation($0, scope) }
    close(fields)
    return OutputDefinition(schema: schema, as: transformation)
  }

  func export(_ cursor: Cursor, _ scope: Scope) -> ExportDefinition? {
    guard var fields = fields(cursor, as: "a mapping with 'as' and 'schema'") else { return nil }
    let schema = fields.take("schema").flatMap { self.schema($0, scope) }
    let transformation = fields.take("as").flatMap { self.transformation($0, scope.at(.export)) }
    close(fields)
    return ExportDefinition(schema: schema, as: transformation)
  }

  private func schema(_ cursor: Cursor, _ scope: Scope) -> SchemaDefinition? {
    guard var fields = fields(cursor, as: "a mapping with 'document' or 'resource'") else { return nil }
    let dialect = fields.take("format").flatMap(schemaDialect)
    let source = single(["document", "resource"], of: &fields, "the schema")
    close(fields)
    guard let source else { return nil }
    if case .key("resource") = source.path.step {
      return externalResource(source, scope).map { SchemaDefinition(dialect: dialect, source: .resource($0)) }
    }
    switch source.value {
    case .object, .bool:
      return compiledSchema(source, dialect).map { SchemaDefinition(dialect: dialect, source: .document($0)) }
    default:
      expected("a JSON Schema: a mapping", source)
      return nil
    }
  }

  private func compiledSchema(_ cursor: Cursor, _ dialect: Dialect?) -> JSONSchema.Schema? {
    do throws(SchemaError) {
      return try JSONSchema.Schema(cursor.value, dialect: dialect ?? .draft2020)
    } catch {
      for problem in error.problems {
        self.error("invalid JSON Schema: \(problem.message)", at: cursor.descend(toward: problem.location))
      }
      return nil
    }
  }

  private func schemaDialect(_ cursor: Cursor) -> Dialect? {
    guard let format = fixedText(cursor) else { return nil }
    let parts = format.split(separator: ":", maxSplits: 1)
    if parts.first?.lowercased() == "json" {
      guard parts.count == 2 else { return nil }
      if let dialect = Dialect(name: String(parts[1])) { return dialect }
      error("JSON Schema '\(parts[1])' is not supported; '2020-12' and 'draft-07' are", at: cursor)
      return nil
    }
    error(
      "schema format '\(format.abbreviated)' is not supported; only 'json' (or 'json:' and a draft) is", at: cursor)
    return nil
  }
}
