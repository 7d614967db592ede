public import AsyncPatterns
import JSON
import Synchronization

/// What workflows of Swift code use. Steps have names; the same name again counts up, so a loop needs no other names, but
/// branches that run side by side do: give each its own `branch`.
extension RunContext {
  /// Performs an effect once, under its policies, and returns what it returned, also after a crash.
  ///
  /// An error that is no `Fault` becomes one, of type `runtime`: what the journal keeps and a replay throws again.
  ///
  /// - Parameters:
  ///   - name: what the step is called in the journal, the same in every replay.
  ///   - retry: how to go on after a failure; the step's outcome is that of the last attempt.
  ///   - timeout: how long each attempt may take.
  public func step<Output: Codable & Sendable>(
    _ name: String, retry: RetryPolicy = .never, timeout: Duration? = nil, _ effect: () async throws -> Output
  ) async throws -> Output {
    let output = try await named(name, retry, timeout) { try JSONValue(encoding: try await effect()) }
    return try decoded(output, of: name)
  }

  @inline(never)
  private func decoded<Output: Decodable>(_ output: JSONValue, of name: String) throws -> Output {
    do {
      return try output.decode(Output.self)
    } catch {
      throw Divergence(
        run: run,
        description:
          "run \(run) of \(workflow): the outcome that the journal has for step '\(name)' is no \(Output.self): "
          + "\(error). Bring back the code that the run started with, then resume it")
    }
  }

  /// Performs an effect that returns nothing once.
  public func step(
    _ name: String, retry: RetryPolicy = .never, timeout: Duration? = nil, _ effect: () async throws -> Void
  ) async throws {
    _ = try await named(name, retry, timeout) {
      try await effect()
      return .null
    }
  }

  /// Waits; a restart does not prolong it, and a long wait costs no memory.
  public func sleep(_ name: String = "sleep", for duration: Duration) async throws {
    let id = nextID(name)
    try active.checkKind(of: id, as: .wait)
    try await sleep(id, for: duration)
  }

  /// The time now, the same in every replay.
  public func time() async throws -> Timestamp { try await step("time") { now } }

  /// A random number, the same in every replay.
  public func random(in range: ClosedRange<Int>) async throws -> Int {
    try await step("random") { Int.random(in: range) }
  }

  /// A new UUID of version 7, the same in every replay.
  public func uuid() async throws -> String { try await step("uuid") { RunID(at: now).description } }

  /// Computes on the CPU pool; the result is not journaled, for the same input gives it again.
  public func compute<Output: Sendable>(_ body: sending @escaping () throws -> Output) async throws -> Output {
    try await active.enter()
    defer { active.leave() }
    return try await cpuPool.run(body)
  }

  /// The same run, for a branch whose steps have names of their own.
  public func branch(_ name: String) -> RunContext {
    RunContext(active: active, scope: scope.appending(.call(name)))
  }

  /// Transforms elements side by side, at most so many at a time; each has a context of its own.
  public func map<Element: Sendable, Output: Sendable>(
    _ elements: [Element], concurrency: Int? = nil,
    _ transform: @escaping @Sendable (Element, RunContext) async throws -> Output
  ) async throws -> [Output] {
    try await elements.enumerated().map { ($0.offset, $0.element) }.concurrentMap(maxConcurrency: concurrency) {
      try await transform($0.1, RunContext(active: active, scope: scope.appending(.iteration($0.0))))
    }
  }

  /// Runs `operation` and cancels it when it takes longer than `limit`; then throws `TimeoutError` once it has ended, and
  /// again on every replay. The steps within use the context that `operation` gets.
  public func withTimeout<R>(
    _ name: String, _ limit: Duration, _ operation: (RunContext) async throws -> R
  ) async throws -> R {
    let id = nextID(name)
    active.names.withLock { $0.reach(id) }
    let inner = RunContext(active: active, scope: scope.appending(.call(id.description)))
    return try await withTimeout(id, limit) { try await operation(inner) }
  }

  /// Waits for a signal of this name (`RunHandle.signal`); signals of one name are taken in the order in which they came.
  public func signal<Payload: Codable & Sendable>(_ name: String, as type: Payload.Type) async throws -> Payload {
    let id = active.names.withLock { $0.next(StepID.signal(name, in: scope)) }
    active.names.withLock { $0.reach(id) }
    if let recorded = active.recordedOutcome(of: id) { return try recorded.get().decode(type) }
    if active.inbox.isEmpty(of: name) { try active.checkDeadlines() }
    let isShort = active.beginWait(until: nil)
    let payload: JSONValue
    do {
      payload = try await active.inbox.take(name)
    } catch {
      active.interruptWait(until: nil, isShort: isShort)
      throw error
    }
    active.endWait(isShort: isShort)
    try await active.append(.stepEnded(id, .completed(payload)))
    return try payload.decode(type)
  }

  /// Ends this run and starts another of the same workflow, with this input and an empty journal: for loops without an
  /// end. Whoever waits for this run waits for that one then.
  public func continueAsNew<Input: Encodable>(_ input: Input) throws -> Never {
    throw ContinueAsNew(input: try JSONValue(encoding: input))
  }

  func nextID(_ name: String) -> StepID { active.names.withLock { $0.next(StepID(task: name, scope: scope)) } }

  // Its callers' frames stay on the stack while an effect lasts, so what can be is kept out of them.
  @inline(never)
  private func named(
    _ name: String, _ retry: RetryPolicy, _ timeout: Duration?, _ effect: () async throws -> JSONValue
  ) async throws -> JSONValue {
    let id = try reach(name)
    if retry.maxAttempts == 1, timeout == nil { return try await faulting(id, effect) }
    return try await faulting(id) { try await retried(retry, timeout, effect) }
  }

  @inline(never)
  private func reach(_ name: String) throws -> StepID {
    let id = nextID(name)
    try active.checkKind(of: id, as: .step)
    active.note(id)
    return id
  }

  /// Performs a step whose every error is a fault, or becomes one.
  @inline(never)
  private func faulting(_ id: StepID, _ effect: () async throws -> JSONValue) async throws -> JSONValue {
    try await step(id) {
      do {
        return try await effect()
      } catch {
        throw Self.fault(error, of: id)
      }
    }
  }

  @inline(never)
  private static func fault(_ error: any Error, of id: StepID) -> any Error {
    if error is CancellationError || error is StoreError || error is Divergence || error is Fault { return error }
    return Fault(.runtime, title: "\(type(of: error))", detail: "\(error)", instance: "\(id)")
  }

  @inline(never)
  private func retried(
    _ retry: RetryPolicy, _ timeout: Duration?, _ effect: () async throws -> JSONValue
  ) async throws -> JSONValue {
    var policy = retry
    policy.attemptTimeout = timeout ?? policy.attemptTimeout
    return try await active.engine.time.retry(policy, effect)
  }
}
