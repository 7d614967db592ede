import Crypto
package import JSON
package import Juggler
package import OpenWorkflow

/// A workflow document as a workflow that the engine runs.
package final class DocumentWorkflow: Workflow {
  package let definition: WorkflowDefinition
  package let reference: WorkflowReference
  /// SHA-256 of the document.
  package let digest: String
  let connectors: ConnectorRegistry
  package let secrets: SecretVault
  let schemas: SchemaCache
  let library: any DefinitionLibrary

  package init(
    _ definition: WorkflowDefinition, connectors: ConnectorRegistry, secrets: [any SecretSource] = [],
    library: any DefinitionLibrary = EmptyLibrary()
  ) {
    self.definition = definition
    self.connectors = connectors
    self.secrets = SecretVault(declared: definition.use.secrets, sources: secrets)
    schemas = SchemaCache()
    self.library = library
    let document = definition.document
    reference = WorkflowReference(namespace: document.namespace, name: document.name, version: document.version)
    var bytes: [UInt8] = []
    definition.source.write(into: &bytes)
    digest = SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  package func run(_ input: JSONValue, in context: RunContext) async throws -> JSONValue {
    try await Interpreter(self, input: input, context).run(input)
  }

  package func recorded(input: JSONValue) -> JSONValue { secrets.mask.recording(input) }

  package func restored(input: JSONValue) throws -> JSONValue { try secrets.mask.restoring(input) }

  /// A secret does not leave the run that declares it, not even to the run that this one is a part of.
  package func recorded(output: JSONValue) -> JSONValue { secrets.mask.masking(output) }
}
