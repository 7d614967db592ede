public import JugglerAPI
import NIOHTTP1

extension WorkflowClient {
  /// Deploys a definition; the same content again changes nothing, other content of a version that is there is refused (409).
  ///
  /// - Parameters:
  ///   - source: the document, YAML or JSON.
  ///   - workflow: what it is a definition of.
  @concurrent
  public func deploy(_ source: String, as workflow: WorkflowVersion) async throws -> DeployedWorkflow {
    var request = APIRequest(.PUT, Self.path(workflow))
    let isJSON = source.utf8.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    request.body = (Array(source.utf8), isJSON ? "application/json" : "application/yaml")
    return try await answer(to: request, as: DeployedWorkflow.self)
  }

  /// The text of a definition, as its author wrote it.
  @concurrent
  public func definition(of workflow: WorkflowVersion) async throws -> String {
    var request = APIRequest(.GET, Self.path(workflow))
    request.headers.append(("accept", "application/yaml, application/json;q=0.9"))
    return String(decoding: try await answer(to: request), as: UTF8.self)
  }

  /// Removes a definition, unless runs that are not over need it (409).
  @concurrent
  public func remove(_ workflow: WorkflowVersion) async throws {
    _ = try await answer(to: APIRequest(.DELETE, Self.path(workflow)))
  }

  /// All deployed workflows, by namespace, name and version.
  public func workflows(namespace: String? = nil, name: String? = nil) -> PagedSequence<DeployedWorkflow> {
    PagedSequence { [self] cursor in
      var request = APIRequest(.GET, ["api", "v1", "workflows"])
      if let namespace { request.query.append(("namespace", namespace)) }
      if let name { request.query.append(("name", name)) }
      if let cursor { request.query.append(("cursor", cursor)) }
      return try await answer(to: request, as: ItemList<DeployedWorkflow>.self)
    }
  }

  private static func path(_ workflow: WorkflowVersion) -> [String] {
    ["api", "v1", "workflows", workflow.namespace, workflow.name, workflow.version]
  }
}
