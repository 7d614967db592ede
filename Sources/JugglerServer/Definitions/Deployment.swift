package import Juggler
package import OpenWorkflow
package import OpenWorkflowRuntime

/// A definition that a server has.
package final class Deployment: Sendable {
  package enum Origin: Sendable, Hashable {
    /// `PUT`, or found in the store.
    case api
    /// A file of a watched directory, by its path.
    case file(String)
  }

  package let workflow: DocumentWorkflow
  package let stored: StoredDefinition
  package let origin: Origin
  package let warnings: [Diagnostic]
  let version: SemanticVersion?

  init(_ workflow: DocumentWorkflow, _ stored: StoredDefinition, _ origin: Origin, warnings: [Diagnostic]) {
    self.workflow = workflow
    self.stored = stored
    self.origin = origin
    self.warnings = warnings
    version = SemanticVersion(stored.workflow.version)
  }

  package var reference: WorkflowReference { stored.workflow }
}
