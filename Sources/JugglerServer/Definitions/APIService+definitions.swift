import HTTPTypes
import Hummingbird
import JSON
import Juggler
import JugglerAPI
import OpenWorkflow
import OpenWorkflowRuntime

extension APIService {
  var definitionEndpoints: [Endpoint] {
    let path = "/api/v1/workflows/{namespace}/{name}/{version}"
    return [
      Endpoint(.get, "/api/v1/workflows", scope: .read, description: Descriptions.listWorkflows) { [self] in
        try await listWorkflows($0, $1)
      },
      Endpoint(.put, path, scope: .deploy, description: Descriptions.deploy) { [self] in try await deploy($0, $1) },
      Endpoint(.get, path, scope: .read, description: Descriptions.definition) { [self] in
        try await definition($0, $1)
      },
      Endpoint(.delete, path, scope: .deploy, description: Descriptions.undeploy) { [self] in
        try await undeploy($0, $1)
      },
    ]
  }

  private func deploy(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let reference = try context.reference()
    let mediaType = request.mediaType
    guard mediaType.map({ MediaTypes.isYAML($0) || MediaTypes.isJSON($0) }) ?? true else {
      throw Problem(
        .unsupportedMediaType,
        "expected a definition as \(MediaTypes.yaml) or \(MediaTypes.json), found \(mediaType ?? ""): "
          + "set the header Content-Type",
        headers: [.accept: "\(MediaTypes.yaml), \(MediaTypes.json)"])
    }
    let source = Array(try await request.bytes(context, upTo: options.bodyLimit).readableBytesView)
    let isJSON = mediaType.map(MediaTypes.isJSON) ?? source.looksLikeJSON
    do {
      let (deployment, isNew) = try await catalog.deploy(
        source, mediaType: isJSON ? MediaTypes.json : MediaTypes.yaml, as: reference)
      return Response(
        json: wire(deployment).json, status: isNew ? .created : .ok,
        headers: isNew ? [.location: request.uri.path] : [:])
    } catch let error as DeploymentError {
      throw Problem(error)
    }
  }

  private func definition(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let deployment = try deployment(context.reference())
    let stored = deployment.stored
    let headers: HTTPFields = [.eTag: "\"\(stored.digest)\"", .vary: "Accept"]
    // JSON is YAML, too, so that text may be had as both.
    let chosen =
      stored.mediaType == MediaTypes.json
      ? try Accept(request).choose(MediaTypes.json, MediaTypes.yaml)
      : try Accept(request).choose(MediaTypes.yaml, MediaTypes.json)
    if chosen == MediaTypes.json, stored.mediaType != MediaTypes.json {
      return Response(json: deployment.workflow.definition.source, headers: headers, on: engine.cpuPool)
    }
    return Response(text: stored.source, mediaType: chosen, headers: headers)
  }

  private func undeploy(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let reference = try context.reference()
    do {
      guard try await catalog.remove(reference) else { throw Problem.noWorkflow("\(reference)") }
    } catch let error as DeploymentError {
      throw Problem(error)
    }
    return Response(status: .noContent)
  }

  private func listWorkflows(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let query = try Query(request)
    let (namespace, name) = (try query.text("namespace"), try query.text("name"))
    let limit = try query.integer("limit", in: 1...1000) ?? 100
    let cursor = try query.parsed("cursor", "a cursor of this list") { Int($0).flatMap { $0 >= 0 ? $0 : nil } } ?? 0
    let matching = catalog.all.filter { deployment in
      (namespace.map { $0 == deployment.reference.namespace } ?? true)
        && (name.map { $0 == deployment.reference.name } ?? true)
    }
    let page = matching.dropFirst(cursor).prefix(limit)
    let next = page.endIndex < matching.count ? String(page.endIndex) : nil
    return Response(json: ItemList(items: page.map(wire), nextCursor: next).json)
  }

  func deployment(_ reference: WorkflowReference) throws -> Deployment {
    guard let deployment = catalog.deployment(reference) else { throw Problem.noWorkflow("\(reference)") }
    return deployment
  }

  /// Of the path's namespace and name, in this version or the latest.
  func deployment(_ context: ServerRequestContext, version: String?) throws -> Deployment {
    let (namespace, name) = (try context.parameter("namespace"), try context.parameter("name"))
    guard let deployment = catalog.deployment(namespace, name, version: version) else {
      throw Problem.noWorkflow("\(namespace)/\(name)\(version.map { ":" + $0 } ?? "")")
    }
    return deployment
  }

  private func wire(_ deployment: Deployment) -> DeployedWorkflow {
    let document = deployment.workflow.definition.document
    return DeployedWorkflow(
      workflow: WorkflowVersion(deployment.reference), title: document.title, summary: document.summary,
      isLatest: catalog.isLatest(deployment), digest: deployment.stored.digest, mediaType: deployment.stored.mediaType,
      savedAt: .init(deployment.stored.savedAt), warnings: deployment.warnings.map { .init($0) })
  }
}

extension ServerRequestContext {
  fileprivate func reference() throws -> WorkflowReference {
    WorkflowReference(
      namespace: try parameter("namespace"), name: try parameter("name"), version: try parameter("version"))
  }
}

extension Problem {
  static func noWorkflow(_ what: String) -> Problem {
    Problem(.notFound, "there is no workflow \(what.prefix(300)): GET /api/v1/workflows lists those that are deployed")
  }

  init(_ error: DeploymentError) {
    switch error {
    case .invalid(let diagnostics):
      let count = diagnostics.count { $0.severity == .error }
      self.init(
        .unprocessableContent, "the document is not valid: \(count == 1 ? "one error" : "\(count) errors")",
        errors: diagnostics.map { .init($0) })
    case .mismatch: self.init(.unprocessableContent, "\(error)")
    case .conflict, .inUse, .fromFile: self.init(.conflict, "\(error)")
    }
  }
}

extension ProblemDetails.Part {
  init(_ diagnostic: Diagnostic) {
    let prefix = diagnostic.severity == .warning ? "warning: " : ""
    self.init(
      detail: prefix + diagnostic.message, pointer: "#" + diagnostic.pointer, line: diagnostic.line,
      column: diagnostic.column)
  }
}

extension WorkflowVersion {
  init(_ reference: WorkflowReference) {
    self.init(namespace: reference.namespace, name: reference.name, version: reference.version)
  }
}

extension [UInt8] {
  /// Whether the first character that is no white space opens an object.
  fileprivate var looksLikeJSON: Bool { first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{") }
}
