import JSON
import Juggler
import JugglerAPI
import JugglerSQLite
import JugglerServer
import OpenWorkflowRuntime

/// The runs of a store. What is done to a run that no process drives is done at once; of one that is driven, its process is
/// asked to do it.
struct StoredRuns: RunAccess {
  let store: SQLiteStore
  private let engine: Engine

  /// - Parameter secrets: what must not be written of inputs.
  init(_ store: SQLiteStore, secrets: [any SecretSource]) {
    self.store = store
    engine = Composition(store: store, secrets: secrets).commandEngine(observers: [])
  }

  func list(_ filter: RunFilter) async throws -> ItemList<Run> {
    let page = try await store.runs(RunQuery(filter))
    return ItemList(items: page.items.map { Run($0) }, nextCursor: page.nextCursor)
  }

  func run(_ id: String) async throws -> Run { Run(try await record(RunID(argument: id))) }

  func steps(of id: String, after cursor: String?) async throws -> ItemList<Step> {
    let page = try await store.steps(of: RunID(argument: id), after: cursor, limit: 1000)
    return ItemList(items: page.items.map { Step($0) }, nextCursor: page.nextCursor)
  }

  func perform(_ action: RunAction, on id: String) async throws -> Run {
    let run = try RunID(argument: id)
    switch action {
    case .cancel: try await engine.cancel(run)
    case .suspend: try await engine.suspend(run)
    case .resume: try await engine.resume(run)
    case .retry: try await engine.retry(run)
    }
    return Run(try await record(run))
  }

  func fork(_ id: String, _ request: ForkRequest) async throws -> Run {
    let handle = try await engine.fork(RunID(argument: id), before: request.step, input: request.input)
    return Run(try await record(handle.id))
  }

  func close() async { try? await store.close() }

  private func record(_ run: RunID) async throws -> RunRecord {
    guard let record = try await store.run(run) else { throw RunCommandError(.unknownRun, run) }
    return record
  }
}

extension RunID {
  /// Throws for what is no id of a run.
  init(argument: String) throws(UserError) {
    guard let id = RunID(argument) else {
      throw UserError("'\(argument)' is no id of a run: expected a UUID, as 'juggler runs list' shows them")
    }
    self = id
  }
}

extension RunQuery {
  fileprivate init(_ filter: RunFilter) throws(UserError) {
    self.init(
      namespace: filter.workflow?.namespace, name: filter.workflow?.name, version: filter.workflow?.version,
      statuses: Set(filter.statuses.compactMap { RunStatus(rawValue: $0.rawValue) }),
      parent: try filter.parent.map { id throws(UserError) in try RunID(argument: id) }, tags: filter.tags,
      oldestFirst: filter.oldestFirst, omitsPayloads: filter.omitsPayloads, cursor: filter.cursor, limit: filter.limit)
  }
}
