import JSON
import JugglerAPI
import JugglerClient

/// The runs of a server.
struct ServerRuns: RunAccess {
  let client: WorkflowClient

  func list(_ filter: RunFilter) async throws -> ItemList<Run> {
    try await client.runs(
      JugglerClient.RunFilter(
        namespace: filter.workflow?.namespace, name: filter.workflow?.name, version: filter.workflow?.version,
        statuses: filter.statuses, tags: filter.tags, parent: filter.parent, oldestFirst: filter.oldestFirst,
        omitsPayloads: filter.omitsPayloads, pageSize: filter.limit), after: filter.cursor)
  }

  func run(_ id: String) async throws -> Run { try await client.run(id) }

  func steps(of id: String, after cursor: String?) async throws -> ItemList<Step> {
    try await client.steps(of: id, after: cursor, limit: 1000)
  }

  func perform(_ action: RunAction, on id: String) async throws -> Run {
    switch action {
    case .cancel: try await client.cancel(id)
    case .suspend: try await client.suspend(id)
    case .resume: try await client.resume(id)
    case .retry: try await client.retry(id)
    }
  }

  func fork(_ id: String, _ request: ForkRequest) async throws -> Run {
    try await client.fork(id, from: request.step, input: request.input)
  }

  func close() async {}
}
