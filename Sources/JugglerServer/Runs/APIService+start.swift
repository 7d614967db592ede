import AsyncPatterns
import HTTPTypes
import Hummingbird
import JSON
import Juggler
import JugglerAPI
import JugglerTelemetry
import OpenWorkflowRuntime

extension APIService {
  func start(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let query = try Query(request)
    let deployment = try deployment(context, version: try query.text("version"))
    let input = try await json(request, context) ?? [:]
    let options = try StartOptions(query, request)
    try deployment.workflow.check(input: input)
    let handle = try await engine.start(deployment.workflow, input: input, options: options)
    if options.idempotencyKey != nil { try await checkIsSame(handle.id, deployment.workflow, input) }
    guard let wait = request.preferredWait.map({ min($0, self.options.waitLimit) }) else {
      return try await accepted(handle.id)
    }
    let hasEnded = try await waits(for: handle, atMost: wait)
    var response = try await accepted(handle.id)
    if hasEnded { response.status = .ok }
    response.headers[.preferenceApplied] = "wait=\(wait.components.seconds)"
    return response
  }

  /// A key stands for one request: the same one again finds its run, another one is a mistake.
  private func checkIsSame(_ run: RunID, _ workflow: DocumentWorkflow, _ input: JSONValue) async throws {
    let record = try await record(run)
    let hasSameInput = record.input == workflow.recorded(input: input)
    guard hasSameInput, record.workflow == workflow.reference else {
      throw Problem(
        .unprocessableContent,
        "the Idempotency-Key has been used for run \(run), which has another \(hasSameInput ? "version" : "input")"
          + ": use a new key for a new run")
    }
  }

  private func waits(for run: RunHandle, atMost limit: Duration) async throws -> Bool {
    do {
      _ = try await withTimeout(limit, clock: options.clock) { try await run.outcome() }
      return true
    } catch is TimeoutError {
      return false
    }
  }
}

extension StartOptions {
  fileprivate init(_ query: Query, _ request: Request) throws {
    self.init(
      idempotencyKey: try request.idempotencyKey,
      priority: try query.integer("priority", in: -1_000_000...1_000_000) ?? 0,
      concurrencyKey: try query.text("concurrencyKey"),
      tags: try query.pairs("tag").merging(TraceContext.currentTags) { given, _ in given })
  }
}

extension Request {
  /// The header of draft-ietf-httpapi-idempotency-key-header, with or without the quotes that it wants.
  fileprivate var idempotencyKey: String? {
    get throws {
      guard var key = headers[.idempotencyKey] else { return nil }
      if key.utf8.count >= 2, key.first == "\"", key.last == "\"" { key = String(key.dropFirst().dropLast()) }
      guard (1...255).contains(key.utf8.count) else {
        throw Problem(.badRequest, "Idempotency-Key: expected 1 to 255 characters, found \(key.utf8.count)")
      }
      return key
    }
  }

  /// `Prefer: wait=SECONDS` (RFC 7240); what is malformed is no preference.
  fileprivate var preferredWait: Duration? {
    for header in headers[values: .prefer] {
      for preference in header.split(separator: ",") {
        let pair = preference.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
        guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "wait" else { continue }
        let value = pair[1].filter { $0 != " " && $0 != "\"" }
        if let seconds = UInt32(value), seconds > 0 { return .seconds(Int64(seconds)) }
      }
    }
    return nil
  }
}

extension HTTPField.Name {
  static let idempotencyKey = Self("Idempotency-Key")!
  static let prefer = Self("Prefer")!
  static let preferenceApplied = Self("Preference-Applied")!
}
