/// Reads workflow documents, YAML or JSON, and reports every problem at once.
package enum DocumentReader {
  /// What came of reading a document. There is no definition if any diagnostic is an error.
  package struct Outcome<Value: Sendable>: Sendable {
    package let value: Value?
    package let diagnostics: [Diagnostic]
  }
}
