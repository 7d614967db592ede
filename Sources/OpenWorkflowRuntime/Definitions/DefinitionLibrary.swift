package import Juggler

/// Where documents find what they name and do not hold: other workflows, and the functions of the default catalog.
package protocol DefinitionLibrary: Sendable {
  /// A workflow, with everything that a run of it needs; `nil` when there is none.
  ///
  /// - Parameter version: `nil` for the latest: the highest that is no pre-release, or else the highest.
  func workflow(namespace: String, name: String, version: String?) async throws -> (any Workflow)?

  /// A function of the default catalog; `nil` when there is none.
  func function(_ name: String, version: String) async throws -> FunctionSource?
}

extension DefinitionLibrary {
  package func function(_ name: String, version: String) async throws -> FunctionSource? { nil }
}

/// The text of a function: a document that is one task.
package struct FunctionSource: Sendable {
  package var text: String
  /// What diagnostics call it; `.json` at its end says that it is JSON.
  package var file: String

  package init(text: String, file: String) {
    self.text = text
    self.file = file
  }
}

/// For a runtime that has nothing but the document.
package struct EmptyLibrary: DefinitionLibrary {
  package init() {}

  package func workflow(namespace: String, name: String, version: String?) async throws -> (any Workflow)? { nil }
}
