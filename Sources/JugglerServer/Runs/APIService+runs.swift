import HTTPTypes
import Hummingbird
import JSON
import Juggler
import JugglerAPI

extension APIService {
  var runEndpoints: [Endpoint] {
    let run = "/api/v1/runs/{id}"
    return [
      Endpoint(
        .post, "/api/v1/workflows/{namespace}/{name}/runs", scope: .run, description: Descriptions.start
      ) { [self] in try await start($0, $1) },
      Endpoint(.get, "/api/v1/runs", scope: .read, description: Descriptions.listRuns) { [self] in
        try await listRuns($0, $1)
      },
      Endpoint(.get, run, scope: .read, description: Descriptions.run) { [self] in try await showRun($0, $1) },
      Endpoint(.get, run + "/steps", scope: .read, description: Descriptions.steps) { [self] in
        try await listSteps($0, $1)
      },
      control("cancel", Descriptions.cancel) { [engine] in try await engine.cancel($0) },
      control("suspend", Descriptions.suspend) { [engine] in try await engine.suspend($0) },
      control("resume", Descriptions.resume) { [engine] in try await engine.resume($0) },
      control("retry", Descriptions.retry) { [engine] in try await engine.retry($0) },
      Endpoint(.post, run + "/fork", scope: .run, description: Descriptions.fork) { [self] in try await fork($0, $1) },
    ]
  }

  private func showRun(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    Response(json: Run(try await record(context.run())).json, on: engine.cpuPool)
  }

  private func listRuns(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let query = try RunQuery(Query(request))
    let page = try await store.runs(query)
    let runs = page.items.map { record in
      var run = Run(record)
      if query.omitsPayloads { (run.input, run.output) = (.null, nil) }
      return run
    }
    return Response(json: ItemList(items: runs, nextCursor: page.nextCursor).json, on: engine.cpuPool)
  }

  private func listSteps(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let id = try context.run()
    let query = try Query(request)
    let limit = try query.integer("limit", in: 1...1000) ?? 100
    let cursor = try query.parsed("cursor", "a cursor of this list") { text in
      Int64(text).flatMap { $0 >= 0 ? text : nil }
    }
    let page = try await store.steps(of: id, after: cursor, limit: limit)
    // Only a run without steps may be no run at all.
    if page.items.isEmpty { _ = try await record(id) }
    return Response(
      json: ItemList(items: page.items.map { Step($0) }, nextCursor: page.nextCursor).json, on: engine.cpuPool)
  }

  private func control(
    _ verb: String, _ description: JSONValue, _ body: @escaping @Sendable (RunID) async throws -> Void
  ) -> Endpoint {
    Endpoint(.post, "/api/v1/runs/{id}/\(verb)", scope: .run, description: description) { [self] _, context in
      let id = try context.run()
      try await body(id)
      return Response(json: Run(try await record(id)).json, status: .accepted, on: engine.cpuPool)
    }
  }

  private func fork(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let id = try context.run()
    let fork = try ForkRequest(json: try await json(request, context) ?? [:])
    let handle = try await engine.fork(id, before: fork.step, input: fork.input)
    return try await accepted(handle.id)
  }

  /// 202 with the run, and where to find it.
  func accepted(_ id: RunID) async throws -> Response {
    Response(
      json: Run(try await record(id)).json, status: .accepted, headers: [.location: "/api/v1/runs/\(id)"],
      on: engine.cpuPool)
  }

  func record(_ id: RunID) async throws -> RunRecord {
    guard let record = try await store.run(id) else { throw RunCommandError(.unknownRun, id) }
    return record
  }
}

extension ServerRequestContext {
  /// The path's run.
  func run() throws -> RunID {
    let text = try parameter("id")
    guard let id = RunID(text) else {
      throw Problem(.notFound, "there is no run '\(text.prefix(60))': the id of a run is a UUID")
    }
    return id
  }
}

extension RunQuery {
  init(_ query: Query) throws {
    let statuses = try query.all("status").flatMap { $0.split(separator: ",") }.map { name in
      guard let status = RunStatus(named: name) else {
        let names = RunStatus.allCases.map(\.rawValue).joined(separator: ", ")
        throw query.mistake("status", "one of \(names)", "'\(name.prefix(60))'")
      }
      return status
    }
    let order = try query.parsed("order", "newest or oldest") { ["newest", "oldest"].contains($0) ? $0 : nil }
    self.init(
      namespace: try query.text("namespace"), name: try query.text("name"), version: try query.text("version"),
      statuses: Set(statuses), parent: try query.run("parent"), tags: try query.pairs("tag"),
      createdFrom: try query.time("createdFrom"), createdBefore: try query.time("createdBefore"),
      oldestFirst: order == "oldest", omitsPayloads: try query.flag("payloads") == false,
      cursor: try query.parsed("cursor", "a cursor of this list") { RunID($0) == nil ? nil : $0 },
      limit: try query.integer("limit", in: 1...1000) ?? 100)
  }
}
