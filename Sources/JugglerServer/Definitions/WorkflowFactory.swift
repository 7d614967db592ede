package import Juggler
package import OpenWorkflow
package import OpenWorkflowRuntime

/// Makes workflows of definitions, with the connectors and secrets of a server.
///
/// A server's composition makes one, gives `load` to the engine's `WorkflowRegistry` (for runs that are pinned to definitions
/// that only the store has), and the factory to the `DefinitionCatalog`.
package struct WorkflowFactory: Sendable {
  package let make: @Sendable (WorkflowDefinition) -> DocumentWorkflow

  package init(_ make: @escaping @Sendable (WorkflowDefinition) -> DocumentWorkflow) { self.make = make }

  /// For `WorkflowRegistry(load:)`.
  package var load: @Sendable (StoredDefinition) async throws -> any Workflow {
    { stored in try workflow(of: stored) }
  }

  func workflow(of stored: StoredDefinition) throws -> DocumentWorkflow {
    let outcome = DocumentReader.read(stored.source, file: stored.fileName)
    guard let definition = outcome.value else {
      throw Fault(
        .configuration,
        detail: "the stored definition of \(stored.workflow) is not valid any more: "
          + outcome.diagnostics.map(\.description).joined(separator: "; "))
    }
    return make(definition)
  }
}

extension StoredDefinition {
  /// Of which the extension says what its text is.
  var fileName: String { MediaTypes.isJSON(mediaType) ? "definition.json" : "definition.yaml" }
}
