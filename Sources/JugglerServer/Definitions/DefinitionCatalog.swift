import AsyncPatterns
package import Juggler
import Logging
import OpenWorkflow
import OpenWorkflowRuntime
import Synchronization

/// The definitions that a server has: those in the store, and those of watched directories.
///
/// Every deployed definition is in the store too, as runs are pinned to exact definitions, and is known to the engine's
/// `WorkflowRegistry`.
package final class DefinitionCatalog: Sendable {
  let engine: Engine
  let factory: WorkflowFactory
  private let table = Mutex(DeploymentTable())
  let log = Logger(label: "juggler.definitions")

  package init(engine: Engine, factory: WorkflowFactory) {
    self.engine = engine
    self.factory = factory
  }

  // MARK: Finding

  /// A version, or the latest: the highest that is no pre-release, or else the highest of all.
  package func deployment(_ namespace: String, _ name: String, version: String? = nil) -> Deployment? {
    guard let version else { return table.withLock { $0.latest(namespace, name) } }
    return deployment(WorkflowReference(namespace: namespace, name: name, version: version))
  }

  /// The latest version, by the path under which it is called.
  func deployment(atPath path: String) -> Deployment? { table.withLock { $0.latest(atPath: path) } }

  package func deployment(_ reference: WorkflowReference) -> Deployment? {
    table.withLock { $0.deployment(reference) }
  }

  func isLatest(_ deployment: Deployment) -> Bool {
    let reference = deployment.reference
    return table.withLock { $0.latest(reference.namespace, reference.name)?.reference == reference }
  }

  /// The latest version of each.
  var latest: [Deployment] { table.withLock { $0 }.latest }

  /// Rises with every change.
  var revision: Int { table.withLock { $0.revision } }

  /// By namespace, name and version.
  package var all: [Deployment] { table.withLock { $0 }.all }

  // MARK: Changing

  /// Serves what the store holds. What cannot be read any more is logged, and left to the runs that are pinned to it.
  package func load() async throws {
    var cursor: String?
    repeat {
      let page = try await engine.store.definitions(after: cursor, limit: 100)
      for stored in page.items { await load(stored) }
      cursor = page.nextCursor
    } while cursor != nil
  }

  private func load(_ stored: StoredDefinition) async {
    do {
      let outcome = try await read(Array(stored.source.utf8), file: stored.fileName)
      guard let definition = outcome.value else { throw DeploymentError.invalid(outcome.diagnostics) }
      put(Deployment(factory.make(definition), stored, .api, warnings: outcome.diagnostics))
    } catch {
      log.error("the stored definition \(stored.workflow) is not served: \(error)")
    }
  }

  /// Stores a definition and serves it.
  ///
  /// - Parameter expected: what it must be a definition of.
  /// - Returns: the deployment, and whether it is new: the same content again changes nothing.
  /// - Throws: `DeploymentError`, `StoreError`.
  package func deploy(
    _ source: [UInt8], mediaType: String, as expected: WorkflowReference
  ) async throws -> (Deployment, isNew: Bool) {
    let file = MediaTypes.isJSON(mediaType) ? "body.json" : "body.yaml"
    let outcome = try await read(source, file: file)
    guard let definition = outcome.value else { throw DeploymentError.invalid(outcome.diagnostics) }
    let workflow = factory.make(definition)
    let reference = workflow.reference
    guard reference == expected else { throw DeploymentError.mismatch(expected: expected, found: reference) }
    if let known = deployment(reference) {
      guard known.workflow.digest == workflow.digest else { throw DeploymentError.conflict(reference, known.origin) }
      return (known, false)
    }
    let stored = try await save(workflow, source, mediaType)
    let deployment = Deployment(workflow, stored, .api, warnings: outcome.diagnostics)
    put(deployment)
    return (deployment, true)
  }

  /// Serves a definition no more, and removes it from the store unless runs that are not over are pinned to it.
  package func remove(_ reference: WorkflowReference) async throws -> Bool {
    guard let deployment = deployment(reference) else { return false }
    if case .file(let path) = deployment.origin { throw DeploymentError.fromFile(reference, path) }
    guard try await discard(deployment) else { throw DeploymentError.inUse(reference) }
    drop(reference)
    return true
  }

  // MARK: Parts

  func save(_ workflow: DocumentWorkflow, _ source: [UInt8], _ mediaType: String) async throws -> StoredDefinition {
    let stored = StoredDefinition(
      digest: workflow.digest, workflow: workflow.reference, source: String(decoding: source, as: UTF8.self),
      mediaType: mediaType, savedAt: .now)
    guard try await engine.store.save(stored) else {
      throw DeploymentError.conflict(workflow.reference, deployment(workflow.reference)?.origin)
    }
    return try await engine.store.definition(digest: workflow.digest) ?? stored
  }

  /// Removes a definition from the store; false when runs that are not over are pinned to it.
  func discard(_ deployment: Deployment) async throws -> Bool {
    let digest = deployment.workflow.digest
    if try await engine.store.removeDefinition(digest: digest) { return true }
    // It may have gone before, when what was to follow failed.
    return try await engine.store.definition(digest: digest) == nil
  }

  func put(_ deployment: Deployment) {
    engine.workflows.register(deployment.workflow)
    table.withLock { $0.insert(deployment) }
  }

  func drop(_ reference: WorkflowReference) { table.withLock { $0.remove(reference) } }

  /// Away from the event loops: a large document takes a while.
  func read(_ source: [UInt8], file: String) async throws -> DocumentReader.Outcome<WorkflowDefinition> {
    try await engine.cpuPool.run { DocumentReader.read(source, file: file) }
  }
}
