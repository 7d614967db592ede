public import JSON
import Synchronization

extension RunContext {
  /// Runs another workflow as a part of this run, and waits for its end. Meanwhile this run holds no slot of its
  /// workflow's limits, and may leave memory. Cancelling this run cancels that one.
  public func child<W: Workflow>(
    _ name: String, _ workflow: W, _ input: W.Input, options: StartOptions = StartOptions()
  ) async throws -> W.Output where W.Input: Encodable, W.Output: Decodable {
    let output = try await child(nextID(name), workflow, input: JSONValue(encoding: input), options: options)
    return try output.decode(W.Output.self)
  }

  /// The same for a step and a workflow that are known by other means, such as those of a document.
  public func child(
    _ id: StepID, _ workflow: any Workflow, input: JSONValue, options: StartOptions = StartOptions()
  ) async throws -> JSONValue {
    try active.checkKind(of: id, as: .child)
    active.note(id)
    if let recorded = active.recordedOutcome(of: id) { return try recorded.get() }
    try workflow.check(input)
    let outcome = try await childOutcome(id, workflow, input, options)
    let ended: StepOutcome
    switch outcome {
    case .completed(let output): ended = .completed(output)
    case .faulted(let fault): ended = .faulted(fault)
    case .cancelled:
      ended = .faulted(Fault(.runtime, title: "Child Cancelled", detail: "the run of step '\(id)' was cancelled"))
    case .continued: ended = .completed(.null)
    }
    try await active.append(.stepEnded(id, ended))
    return try ended.get()
  }

  /// Starts another workflow that is no part of this run: nobody waits for it, and it goes on when this one has ended. It
  /// runs where an engine serves.
  @discardableResult
  public func startDetached(
    _ id: StepID, _ workflow: any Workflow, input: JSONValue, options: StartOptions = StartOptions()
  ) async throws -> RunID {
    let engine = active.engine
    active.note(id)
    if let recorded = active.recordedOutcome(of: id) {
      let started = RunID(try recorded.get().stringValue ?? "") ?? run
      engine.adopt(started)
      return started
    }
    try workflow.check(input)
    try await active.enter()
    defer { active.leave() }
    engine.workflows.register(workflow)
    var start = start(workflow, input, options)
    start.parent = nil
    let detached = options.id ?? RunID(at: now)
    // One transaction: the step ended, so the run exists.
    return try await engine.start(
      workflow, start, id: detached,
      before: JournalEntry(run: run, at: now, kind: .stepEnded(id, .completed(.string(detached.description)))))
  }

  private func childOutcome(
    _ id: StepID, _ workflow: any Workflow, _ input: JSONValue, _ options: StartOptions
  ) async throws -> RunOutcome {
    let engine = active.engine
    active.hasChildren.store(true, ordering: .relaxed)
    guard engine.isServing else { return try await childHere(id, workflow, input, options) }
    let child: RunID
    if let known = active.recorded?.children[id] {
      child = known
      // A time limit that was up meanwhile: what the child did until then counts.
      if active.hasPassedDeadlines.load(ordering: .relaxed), try await engine.store.run(child)?.outcome == nil {
        try active.checkDeadlines()
      }
      engine.adopt(known)
    } else {
      try await active.enter()
      defer { active.leave() }
      child = options.id ?? RunID(at: now)
      engine.workflows.register(workflow)
      _ = try await engine.start(
        workflow, start(workflow, input, options), id: child,
        before: JournalEntry(run: run, at: now, kind: .childStarted(id, child)))
    }
    let isShort = active.beginWait(until: nil)
    do {
      let outcome = try await engine.outcome(of: child)
      active.endWait(isShort: isShort)
      return outcome
    } catch {
      active.interruptWait(until: nil, isShort: isShort)
      if case .cancelled = active.interruption { try? await engine.cancel(child) }
      throw error
    }
  }

  /// Where nobody serves, the child runs in the parent's task.
  private func childHere(
    _ id: StepID, _ workflow: any Workflow, _ input: JSONValue, _ options: StartOptions
  ) async throws -> RunOutcome {
    do {
      if let known = active.recorded?.children[id] {
        return .completed(workflow.recorded(output: try await active.engine.resume(known, as: workflow)))
      }
      let startedAt = now
      let child = options.id ?? RunID(at: startedAt)
      let output = try await active.engine.execute(
        workflow, start(workflow, input, options), id: child, at: startedAt,
        before: JournalEntry(run: run, at: now, kind: .childStarted(id, child)))
      return .completed(workflow.recorded(output: output))
    } catch let fault as Fault {
      return .faulted(fault)
    }
  }

  private func start(_ workflow: any Workflow, _ input: JSONValue, _ options: StartOptions) -> RunStart {
    RunStart(
      workflow: workflow.reference, digest: workflow.digest, input: workflow.recorded(input: input), parent: run,
      tags: options.tags, priority: options.priority, concurrencyKey: options.concurrencyKey)
  }
}
