package import Juggler
package import OpenWorkflow

/// Why a definition is not deployed, or not removed.
package enum DeploymentError: Error, Sendable {
  /// Everything that is wrong with the document.
  case invalid([Diagnostic])
  /// The document names another workflow than it was deployed as.
  case mismatch(expected: WorkflowReference, found: WorkflowReference)
  /// That version is there with another content.
  case conflict(WorkflowReference, Deployment.Origin?)
  /// Runs that are not over are pinned to it.
  case inUse(WorkflowReference)
  /// It comes from this file of a watched directory.
  case fromFile(WorkflowReference, String)
}

extension DeploymentError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalid(let diagnostics): diagnostics.map(\.description).joined(separator: "\n")
    case .mismatch(let expected, let found):
      "the document is \(found), and was to be deployed as \(expected): change its namespace, name or version, or the "
        + "path"
    case .conflict(let reference, .file(let path)?):
      "\(reference) is served from the file \(path) with another content: a version never changes, so raise it"
    case .conflict(let reference, _):
      "\(reference) is there with another content, and a version never changes once it is stored: raise the version"
    case .inUse(let reference):
      "runs that are not over go by \(reference): wait for their end or cancel them, or raise the version"
    case .fromFile(let reference, let path):
      "\(reference) comes from the file \(path) of a watched directory: remove the file"
    }
  }
}
