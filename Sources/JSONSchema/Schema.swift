package import JSON

/// A compiled JSON Schema: draft 2020-12, or draft-07 where `$schema` says so.
///
/// Compiled once, immutable, used from any number of tasks. Formats are asserted (`Format` lists them), patterns
/// follow ECMA-262 (`Pattern` names the differences), and references stay within the document.
package struct Schema: Sendable {
  let program: Program

  /// Compiles a document. Unknown keywords are ignored.
  ///
  /// - Parameter dialect: What the document is written in when it has no `$schema`.
  /// - Throws: `SchemaError` with every problem found: malformed keywords, references that lead nowhere or out of the
  ///   document, and references that lead back to themselves without getting to a part of the value.
  package init(_ document: JSONValue, dialect: Dialect = .draft2020) throws(SchemaError) {
    var compiler = Compiler(document, dialect)
    program = try compiler.compile()
  }

  /// Everything in which the value differs from the schema, at most `limit` violations; empty when it is valid.
  package func validate(_ value: JSONValue, limit: Int = 20) -> [Violation] {
    var evaluation = Evaluation(program, limit: max(limit, 1))
    return evaluation.run(on: value)
  }

  /// Whether the value is valid, which is quicker to find out than why it is not.
  package func accepts(_ value: JSONValue) -> Bool {
    var evaluation = Evaluation(program, limit: 1)
    return evaluation.accepts(value)
  }
}
