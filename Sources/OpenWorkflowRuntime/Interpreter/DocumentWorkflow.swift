import Crypto
package import JSON
package import Juggler
package import OpenWorkflow

/// A workflow document as a workflow that the engine runs.
package struct DocumentWorkflow: Workflow {
  package let definition: WorkflowDefinition
  package let reference: WorkflowReference
  /// SHA-256 of the document.
  package let digest: String
  let connectors: ConnectorRegistry
  let secretSources: [any SecretSource]
  let schemas: SchemaCache

  package init(
    _ definition: WorkflowDefinition, connectors: ConnectorRegistry, secrets: [any SecretSource] = []
  ) {
    self.definition = definition
    self.connectors = connectors
    secretSources = secrets
    schemas = SchemaCache()
    let document = definition.document
    reference = WorkflowReference(namespace: document.namespace, name: document.name, version: document.version)
    var bytes: [UInt8] = []
    definition.source.write(into: &bytes)
    digest = SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  package func run(_ input: JSONValue, in context: RunContext) async throws -> JSONValue {
    try await Interpreter(self, input: input, context).run(input)
  }
}
