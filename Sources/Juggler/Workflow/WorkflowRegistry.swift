import JSON
import Synchronization

/// The workflows that an engine can run, by their exact definitions.
public final class WorkflowRegistry: Sendable {
  private struct State {
    var byDigest: [String: any Workflow] = [:]
    /// The one registered last of each name and version.
    var byReference: [WorkflowReference: any Workflow] = [:]
  }

  private let state = Mutex(State())
  private let load: (@Sendable (StoredDefinition) async throws -> any Workflow)?

  /// - Parameter load: makes a workflow of a definition that the store kept, for runs that started with one that nobody
  ///   registers any more.
  public init(load: (@Sendable (StoredDefinition) async throws -> any Workflow)? = nil) { self.load = load }

  public convenience init(_ workflows: any Workflow...) {
    self.init()
    for workflow in workflows { register(workflow) }
  }

  public func register(_ workflow: any Workflow) {
    state.withLock { state in
      state.byDigest[Self.key(workflow.reference, workflow.digest)] = workflow
      state.byReference[workflow.reference] = workflow
    }
  }

  /// The workflow of exactly this definition.
  public func workflow(_ reference: WorkflowReference, digest: String) -> (any Workflow)? {
    state.withLock { $0.byDigest[Self.key(reference, digest)] }
  }

  /// The workflow registered last under this name and version.
  public func workflow(_ reference: WorkflowReference) -> (any Workflow)? {
    state.withLock { $0.byReference[reference] }
  }

  /// The workflow that a run is pinned to; a `configuration` fault says why there is none.
  func workflow(of run: RunRecord, in store: any RunStore) async throws -> any Workflow {
    if let known = workflow(run.workflow, digest: run.digest) { return known }
    if let load, let stored = try await store.definition(digest: run.digest) {
      let loaded: any Workflow
      do {
        loaded = try await load(stored)
      } catch {
        throw Fault(
          .configuration,
          detail: "the definition \(run.workflow) that run \(run.id) started with cannot be read: \(error)")
      }
      if loaded.digest == run.digest {
        register(loaded)
        return loaded
      }
    }
    let other =
      workflow(run.workflow).map { "the one here has digest \($0.digest)" } ?? "there is none of this name here"
    throw Fault(
      .configuration,
      detail:
        "run \(run.id) started with a definition of \(run.workflow) (digest \(run.digest)) that is gone: \(other). "
        + "Register the definition that it started with, then resume the run")
  }

  private static func key(_ reference: WorkflowReference, _ digest: String) -> String { "\(reference) \(digest)" }
}
