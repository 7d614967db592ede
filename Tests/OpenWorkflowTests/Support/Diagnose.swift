import OpenWorkflow

/// The diagnostics of a document as `line:column: severity: message`.
func diagnose(_ document: String, file: String = "test.yaml") -> [String] {
  DocumentReader.read(document, file: file).diagnostics.map {
    "\($0.line):\($0.column): \($0.severity.rawValue): \($0.message)"
  }
}

/// The diagnostics of a document whose first line is a valid `document`; `body` begins in line 2.
func diagnose(body: String) -> [String] { diagnose(header + body) }

/// The definition of a document that is expected to be valid.
func workflow(_ body: String) throws -> WorkflowDefinition {
  let outcome = DocumentReader.read(header + body, file: "test.yaml")
  return try outcome.value ?? { throw Invalid(diagnostics: outcome.diagnostics.map(\.description)) }()
}

struct Invalid: Error {
  let diagnostics: [String]
}

private let header = "document: { dsl: '1.0.3', namespace: test, name: sample, version: '1.0.0' }\n"

/// A definition is not what the test expects.
struct Unexpected: Error {
  let found: String

  init(_ found: String) { self.found = found }
}
