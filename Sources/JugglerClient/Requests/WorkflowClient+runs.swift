public import JSON
public import JugglerAPI
import NIOHTTP1

/// How a run is started.
public struct StartOptions: Sendable, Hashable {
  /// Starting again with the same key finds the run that was started first. Starts with a key are repeated when the
  /// connection fails.
  public var idempotencyKey: String?
  /// Of waiting runs those of higher priority begin first.
  public var priority: Int?
  /// Runs of a workflow with the same key share a concurrency limit.
  public var concurrencyKey: String?
  public var tags: [String: String]
  /// How long to wait for the run's end before answering, in whole seconds.
  public var wait: Duration

  public init(
    idempotencyKey: String? = nil, priority: Int? = nil, concurrencyKey: String? = nil, tags: [String: String] = [:],
    wait: Duration = .zero
  ) {
    self.idempotencyKey = idempotencyKey
    self.priority = priority
    self.concurrencyKey = concurrencyKey
    self.tags = tags
    self.wait = wait
  }
}

extension WorkflowClient {
  /// Starts a run; from when this returns it will be run, whatever happens.
  @concurrent
  public func start(
    _ workflow: WorkflowName, input: JSONValue = [:], options: StartOptions = StartOptions()
  ) async throws -> Run {
    var request = APIRequest(.POST, ["api", "v1", "workflows", workflow.namespace, workflow.name, "runs"])
    if let version = workflow.version { request.query.append(("version", version)) }
    if let priority = options.priority { request.query.append(("priority", String(priority))) }
    if let key = options.concurrencyKey { request.query.append(("concurrencyKey", key)) }
    for (name, value) in options.tags.sorted(by: { $0.key < $1.key }) {
      request.query.append(("tag", "\(name)=\(value)"))
    }
    if let key = options.idempotencyKey {
      request.headers.append(("idempotency-key", key))
      request.isRepeatable = true
    }
    if options.wait > .zero {
      request.headers.append(("prefer", "wait=\(max(1, options.wait.components.seconds))"))
      request.wait = options.wait
    }
    request.add(json: input)
    return try await answer(to: request, as: Run.self)
  }

  /// Starts a run with a Swift value as its input.
  @concurrent
  public func start(
    _ workflow: WorkflowName, _ input: some Encodable & Sendable, options: StartOptions = StartOptions()
  ) async throws -> Run {
    try await start(workflow, input: JSONValue(encoding: input), options: options)
  }

  /// Runs a workflow and returns its output; cancelling the task cancels the run. Throws its fault as `ProblemDetails`.
  @concurrent
  public func call(_ workflow: WorkflowName, input: JSONValue = [:]) async throws -> JSONValue {
    var request = APIRequest(.POST, ["call", workflow.namespace, workflow.name])
    if let version = workflow.version { request.query.append(("version", version)) }
    request.add(json: input)
    let bytes = try await answer(to: request)
    do {
      return try JSONValue(parsing: bytes)
    } catch {
      throw unexpected("\(error)", request, cause: error)
    }
  }

  /// The same between Swift values.
  @concurrent
  public func call<Output: Decodable & Sendable>(
    _ workflow: WorkflowName, _ input: some Encodable & Sendable, as type: Output.Type
  ) async throws -> Output {
    try await call(workflow, input: JSONValue(encoding: input)).decode(type)
  }

  @concurrent
  public func run(_ id: String) async throws -> Run { try await answer(to: request(.GET, id), as: Run.self) }

  /// Waits for the end of a run, also across restarts of the server.
  ///
  /// - Throws: the run's fault as `ProblemDetails`; `ClientError`, `runCancelled`.
  @concurrent
  public func output(of id: String) async throws -> JSONValue {
    let run = try await end(of: id)
    switch run.status {
    case .completed: return run.output ?? .null
    case .cancelled: throw ClientError(.runCancelled, "run \(run.id) was cancelled")
    default: throw run.error ?? ProblemDetails(status: 500, detail: "run \(run.id) faulted")
    }
  }

  /// The same as a Swift value.
  @concurrent
  public func output<Output: Decodable & Sendable>(of id: String, as type: Output.Type) async throws -> Output {
    try await output(of: id).decode(type)
  }

  /// Waits for the end of a run and returns it as it is then; of one that was continued in another, that one.
  @concurrent
  public func end(of id: String) async throws -> Run {
    var run = try await run(id)
    var lastEventID: String?
    while true {
      if run.status.isFinal {
        guard let next = run.continuedAs else { return run }
        (run, lastEventID) = (try await self.run(next), nil)
      } else {
        // An end of which the stream tells may be one that a retry has undone since.
        var ends = events(of: run.id, types: LifecycleEvent.ends, after: lastEventID).makeAsyncIterator()
        _ = try await ends.next()
        lastEventID = ends.lastEventID
        run = try await self.run(run.id)
      }
    }
  }

  /// Ends a run; what it has in flight is cancelled.
  @concurrent
  @discardableResult
  public func cancel(_ id: String) async throws -> Run {
    try await answer(to: request(.POST, id, "cancel"), as: Run.self)
  }

  /// Lets a run stand still; steps in flight end first.
  @concurrent
  @discardableResult
  public func suspend(_ id: String) async throws -> Run {
    try await answer(to: request(.POST, id, "suspend"), as: Run.self)
  }

  /// Lets a suspended run go on.
  @concurrent
  @discardableResult
  public func resume(_ id: String) async throws -> Run {
    try await answer(to: request(.POST, id, "resume"), as: Run.self)
  }

  /// Lets a run that faulted or was cancelled go on where it failed.
  @concurrent
  @discardableResult
  public func retry(_ id: String) async throws -> Run {
    try await answer(to: request(.POST, id, "retry"), as: Run.self)
  }

  /// Starts a run that has done what another one did before a step, with the same input or another.
  @concurrent
  public func fork(_ id: String, from step: String? = nil, input: JSONValue? = nil) async throws -> Run {
    var request = request(.POST, id, "fork")
    request.add(json: ForkRequest(step: step, input: input).json)
    return try await answer(to: request, as: Run.self)
  }

  private func request(_ method: HTTPMethod, _ run: String, _ action: String...) -> APIRequest {
    APIRequest(method, ["api", "v1", "runs", run] + action)
  }
}

extension LifecycleEvent {
  /// After each of these a run is over, or was: it may have been retried since.
  static let ends: Set<String> = [
    workflowCompleted.rawValue, workflowFaulted.rawValue, workflowCancelled.rawValue,
  ]
}
