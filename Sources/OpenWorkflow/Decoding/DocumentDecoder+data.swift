internal import JSON

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

  private func schema(_ cursor: Cursor, _ scope: Scope) -> Schema? {
    guard var fields = fields(cursor, as: "a mapping with 'document' or 'resource'") else { return nil }
    let draft = fields.take("format").flatMap(schemaDraft)
    let source = single(["document", "resource"], of: &fields, "the schema")
    close(fields)
    guard let source else { return nil }
    if case .key("resource") = source.path.step {
      return externalResource(source, scope).map { Schema(draft: draft, source: .resource($0)) }
    }
    switch source.value {
    case .object, .bool: return Schema(draft: draft, source: .document(source.value))
    default:
      expected("a JSON Schema: a mapping", source)
      return nil
    }
  }

  private func schemaDraft(_ cursor: Cursor) -> String? {
    guard let format = fixedText(cursor) else { return nil }
    let parts = format.split(separator: ":", maxSplits: 1)
    if parts.first?.lowercased() == "json" { return parts.count == 2 ? String(parts[1]) : nil }
    error(
      "schema format '\(format.abbreviated)' is not supported; only 'json' (or 'json:' and a draft) is", at: cursor)
    return nil
  }
}
