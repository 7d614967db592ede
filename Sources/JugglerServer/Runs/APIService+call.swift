import HTTPTypes
import Hummingbird
import JSON
import Juggler
import JugglerAPI
import JugglerTelemetry
import NIOCore
import OpenWorkflowRuntime

extension APIService {
  var callEndpoint: Endpoint {
    Endpoint(
      .post, "/call/{namespace}/{name}", scope: .run, description: Descriptions.call, isPathRemembered: true
    ) { [self] (request, context) async throws -> Reply in try await call(request, context) }
  }

  /// Runs a workflow in the task of its request: when the client hangs up, the transport cancels that, and with it the run.
  private func call(_ request: Request, _ context: ServerRequestContext) async throws -> Reply {
    let workflow = try called(by: request, context).workflow
    let asLines = try request.wantsLines
    let input = try await json(request, context) ?? [:]
    try workflow.check(input: input)
    let output = try await engine.execute(
      workflow, input: input, tags: TraceContext.currentTags, sharesTask: true)
    return CallAnswer.reply(workflow.recorded(output: output), asLines: asLines, on: engine.cpuPool)
  }

  private func called(by request: Request, _ context: ServerRequestContext) throws -> Deployment {
    // No path of a deployment has a query.
    if let path = request.head.path, let deployment = catalog.deployment(atPath: path) { return deployment }
    let version = request.uri.query == nil ? nil : try Query(request).text("version")
    return try deployment(context, version: version)
  }
}

extension Request {
  /// Whether the client wants an array as lines; 406 when it wants neither that nor JSON.
  fileprivate var wantsLines: Bool {
    get throws {
      // What nearly all send, decided without parsing.
      guard let accept = headers[.accept], accept != "*/*", accept != MediaTypes.json else { return false }
      return try Accept(self).choose(MediaTypes.json, MediaTypes.ndjson) == MediaTypes.ndjson
    }
  }
}
