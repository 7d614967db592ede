import AsyncPatterns
import Juggler
import Logging
import OpenWorkflow
import OpenWorkflowRuntime
import Synchronization

struct WorkflowReferenceAndDigest: Hashable, Sendable {
  var reference: WorkflowReference
  var digest: String
}

extension DefinitionWatcher {
  /// Looks once, and does what is to be done.
  package func scan() async {
    guard let files = await list() else { return }
    let (changed, removed) = state.withLock { state in
      let changed = files.filter { state.stamps[$0.key] != $0.value || state.pending.contains($0.key) }
      let removed = state.stamps.keys.filter { files[$0] == nil }
      return (changed.keys.sorted(), removed.sorted())
    }
    for path in removed { await forget(path) }
    for path in changed { await take(path, stamp: files[path]) }
  }

  /// `nil` when a directory cannot be read: then nothing is taken for removed.
  private func list() async -> [String: FileStamp]? {
    do {
      let directories = directories
      let files = try await catalog.engine.cpuPool.run {
        try directories.map { directory in try directory.files() }
      }
      for directory in directories { solve(directory.path) }
      return files.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    } catch {
      let path = (error as? DefinitionDirectory.Unreadable)?.path ?? directories.first?.path ?? ""
      report(path, "\(error)")
      return nil
    }
  }

  private func take(_ path: String, stamp: FileStamp?) async {
    state.withLock { state in
      state.stamps[path] = stamp
      state.pending.remove(path)
    }
    do {
      let source = try await catalog.engine.cpuPool.run { try DefinitionDirectory.read(path) }
      let outcome = try await catalog.read(source, file: path)
      guard let definition = outcome.value else {
        // Every definition has a member of this name.
        if isSelective, !String(decoding: source, as: UTF8.self).contains("document") { return solve(path) }
        let errors = outcome.diagnostics.filter { $0.severity == .error }
        return report(path, "\(path) is not valid, so it is not served as it is", errors)
      }
      try await serve(catalog.factory.make(definition), source, path, warnings: outcome.diagnostics)
      solve(path)
    } catch {
      if case .inUse? = error as? DeploymentError { state.withLock { _ = $0.pending.insert(path) } }
      if error is StoreError { state.withLock { _ = $0.pending.insert(path) } }
      report(path, "\(path) is not served as it is: \(error)")
    }
  }

  private func serve(
    _ workflow: DocumentWorkflow, _ source: [UInt8], _ path: String, warnings: [Diagnostic]
  ) async throws {
    let reference = workflow.reference
    let before = state.withLock { $0.served[path] }
    if let other = catalog.deployment(reference) {
      if case .file(let otherPath) = other.origin, otherPath != path, state.withLock({ $0.stamps[otherPath] != nil }) {
        throw DeploymentError.fromFile(reference, otherPath)
      }
      if other.workflow.digest != workflow.digest { try await clear(other) }
    }
    let mediaType = path.lowercased().hasSuffix(".json") ? MediaTypes.json : MediaTypes.yaml
    let stored = try await catalog.save(workflow, source, mediaType)
    catalog.put(Deployment(workflow, stored, .file(path), warnings: warnings))
    state.withLock {
      $0.served[path] = WorkflowReferenceAndDigest(reference: reference, digest: workflow.digest)
    }
    if let before, before.reference != reference { await withdraw(before) }
    for warning in warnings { log.warning("\(warning)") }
    if before?.digest != workflow.digest { log.info("\(path): serving \(reference)") }
  }

  /// Makes way for another content of the same version.
  private func clear(_ other: Deployment) async throws {
    guard sameVersion == .replace else { throw DeploymentError.conflict(other.reference, other.origin) }
    guard try await catalog.discard(other) else { throw DeploymentError.inUse(other.reference) }
  }

  private func forget(_ path: String) async {
    let served = state.withLock { state in
      state.stamps[path] = nil
      state.pending.remove(path)
      state.problems[path] = nil
      return state.served.removeValue(forKey: path)
    }
    if let served { await withdraw(served) }
  }

  /// The file says something else now, or is gone. Runs under way keep their definition, which the store then keeps too.
  private func withdraw(_ served: WorkflowReferenceAndDigest) async {
    guard catalog.deployment(served.reference)?.workflow.digest == served.digest else { return }
    catalog.drop(served.reference)
    log.info("\(served.reference) is served no more: its file is gone or holds something else")
    do {
      if try await !catalog.engine.store.removeDefinition(digest: served.digest) {
        log.info("\(served.reference) stays in the store for the runs that go by it")
      }
    } catch {
      log.warning("\(served.reference) was not removed from the store: \(error)")
    }
  }

  private func report(_ path: String, _ message: String, _ diagnostics: [Diagnostic] = []) {
    let problem = FileProblem(path: path, diagnostics: diagnostics, message: message)
    let isNews = state.withLock { state in
      guard state.problems[path] != problem else { return false }
      state.problems[path] = problem
      return true
    }
    guard isNews else { return }
    log.error("\(message)")
    for diagnostic in diagnostics { log.error("\(diagnostic)") }
  }

  private func solve(_ path: String) { state.withLock { $0.problems[path] = nil } }
}
