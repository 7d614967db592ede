import Juggler
import OpenWorkflow
import OpenWorkflowRuntime
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the workflows of a command find beside their own documents: the directories that it was given, then its store.
final class CommandLibrary: DefinitionLibrary {
  private let composition: Composition
  private let console: Console
  private let workflows: WorkflowFolder?
  /// Of the default catalog.
  private let catalog: String?
  private let hasReported = Mutex(false)

  init(
    _ composition: Composition, workflows: String?, catalog: String?, console: Console
  ) throws(UserError) {
    self.composition = composition
    self.console = console
    self.catalog = catalog
    if let catalog, access(catalog, R_OK | X_OK) != 0 {
      throw UserError("--catalog: the directory \(catalog) cannot be read: \(String(cString: strerror(errno)))")
    }
    if let workflows { self.workflows = try WorkflowFolder(workflows) } else { self.workflows = nil }
  }

  func workflow(namespace: String, name: String, version: String?) async throws -> (any Workflow)? {
    if let entry = workflows?.entry(namespace: namespace, name: name, version: version) {
      let workflow = composition.workflow(entry.definition, library: self)
      if try await !composition.keep(entry.source, of: workflow) {
        console.print(
          "juggler: warning: the store has another definition of \(workflow.reference) than \(entry.source.name)")
      }
      return workflow
    }
    if let stored = try await stored(namespace, name, version) {
      return composition.workflow(try WorkflowFile.definition(of: stored), library: self)
    }
    reportProblems()
    return nil
  }

  func function(_ name: String, version: String) async throws -> FunctionSource? {
    guard let catalog else { return nil }
    for path in ["\(catalog)/functions/\(name)/\(version)", "\(catalog)/\(name)/\(version)"] {
      for file in ["function.yaml", "function.yml", "function.json"] {
        guard let bytes = try? FileContents.read("\(path)/\(file)") else { continue }
        return FunctionSource(text: String(decoding: bytes, as: UTF8.self), file: "\(path)/\(file)")
      }
    }
    return nil
  }

  private func stored(_ namespace: String, _ name: String, _ version: String?) async throws -> StoredDefinition? {
    var versions: [StoredDefinition] = []
    var cursor: String?
    repeat {
      let page = try await composition.store.definitions(after: cursor, limit: 1000)
      versions += page.items.filter { $0.workflow.namespace == namespace && $0.workflow.name == name }
      cursor = page.nextCursor
    } while cursor != nil
    if let version { return versions.first { $0.workflow.version == version } }
    return versions.latest
  }

  /// A definition that is not found may be one that is not valid.
  private func reportProblems() {
    let isFirst = hasReported.withLock { reported in
      defer { reported = true }
      return !reported
    }
    guard isFirst, let workflows else { return }
    for problem in workflows.problems { console.print(problem) }
  }
}
