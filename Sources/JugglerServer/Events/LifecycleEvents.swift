import JSON
import Juggler
import JugglerAPI

/// Makes CloudEvents of what happens to runs, as the specification describes them (dsl-reference, "Lifecycle Events").
struct LifecycleEvents: Sendable {
  var run: RunID
  var workflow: WorkflowReference
  /// When the run's body began.
  var startedAt: Timestamp?

  init(_ record: RunRecord) {
    run = record.id
    workflow = record.workflow
    startedAt = record.startedAt
  }

  /// The specification's qualified name: `<name>-<id>.<namespace>`.
  private var name: JSONValue { .string("\(workflow.name)-\(run).\(workflow.namespace)") }

  /// What an entry of the journal tells; `nil` for one that is nobody's business.
  func event(_ item: FeedItem) -> FeedEvent? {
    let at = JSONValue.string(item.entry.at.rfc3339)
    switch item.entry.kind {
    case .runStarted(let start) where start.status == .running: return started(item, at)
    case .runStarted: return status(item, .pending)
    case .moved(.running, _) where item.entry.at == startedAt: return started(item, at)
    case .moved(.suspended, _): return run(item, .workflowSuspended, ["suspendedAt": at])
    // Whoever resumes a run makes it pending; from other states it does not come back to that.
    case .moved(.pending, _): return run(item, .workflowResumed, ["resumedAt": at])
    case .moved(let status, _): return self.status(item, Status(status))
    case .halted(let fault): return run(item, .workflowSuspended, ["suspendedAt": at, "error": fault.json])
    case .retried: return status(item, .pending)
    case .runEnded(.completed(let output)):
      return run(item, .workflowCompleted, ["completedAt": at, "output": output.withoutConcealed], isEnd: true)
    case .runEnded(.continued(let next)):
      return run(item, .workflowCompleted, ["completedAt": at, "continuedAs": .string("\(next)")], isEnd: true)
    case .runEnded(.faulted(let fault)):
      return run(item, .workflowFaulted, ["faultedAt": at, "error": fault.json], isEnd: true)
    case .runEnded(.cancelled): return run(item, .workflowCancelled, ["cancelledAt": at], isEnd: true)
    case .stepEnded(let id, .completed(let output)):
      return step(item, id, .taskCompleted, ["completedAt": at, "output": output.withoutConcealed])
    case .stepEnded(let id, .faulted(let fault)):
      return step(item, id, .taskFaulted, ["faultedAt": at, "error": fault.json])
    case .timerSet, .childStarted, .signalReceived: return nil
    }
  }

  /// What happens to a task, live; `nil` for what the specification has no event for.
  func event(_ event: RunEvent) -> FeedEvent? {
    guard let task = event.task else { return nil }
    let at = JSONValue.string(event.at.rfc3339)
    let id = StepID(task: task.reference, scope: task.scope)
    var details: JSONObject = [:]
    let type: LifecycleEvent
    switch event.kind {
    case .started:
      type = .taskStarted
      details["startedAt"] = at
    case .completed:
      type = .taskCompleted
      details["completedAt"] = at
    case .faulted:
      type = .taskFaulted
      details["faultedAt"] = at
      if let fault = event.fault { details["error"] = fault.json }
    case .cancelled:
      type = .taskCancelled
      details["cancelledAt"] = at
    case .retried:
      type = .taskRetried
      details["retriedAt"] = at
      if let fault = event.fault { details["error"] = fault.json }
    case .skipped: return nil
    }
    return FeedEvent(
      place: nil, at: event.at, run: run, type: type.rawValue,
      json: json(type, event.at, id: "\(run)\(id)#\(event.kind.rawValue)", data(of: id, details)))
  }

  // MARK: Parts

  private func started(_ item: FeedItem, _ at: JSONValue) -> FeedEvent {
    run(item, .workflowStarted, ["definition": WorkflowVersion(workflow).json, "startedAt": at])
  }

  private func status(_ item: FeedItem, _ status: Status) -> FeedEvent {
    run(
      item, .workflowStatusChanged,
      ["updatedAt": .string(item.entry.at.rfc3339), "status": .string(status.rawValue)])
  }

  private func run(
    _ item: FeedItem, _ type: LifecycleEvent, _ details: JSONObject, isEnd: Bool = false
  ) -> FeedEvent {
    var data: JSONObject = ["name": name]
    for (name, value) in details { data[name] = value }
    return FeedEvent(
      place: .journal(item.position), at: item.entry.at, run: run, type: type.rawValue,
      json: json(type, item.entry.at, id: "\(run)/\(item.position)", data), isEnd: isEnd)
  }

  private func step(_ item: FeedItem, _ id: StepID, _ type: LifecycleEvent, _ details: JSONObject) -> FeedEvent {
    let verb = type == .taskCompleted ? "completed" : "faulted"
    return FeedEvent(
      place: .journal(item.position), at: item.entry.at, run: run, type: type.rawValue,
      json: json(type, item.entry.at, id: "\(run)\(id)#\(verb)", data(of: id, details)))
  }

  private func data(of id: StepID, _ details: JSONObject) -> JSONObject {
    var data: JSONObject = ["workflow": name, "task": .string(id.task)]
    for (name, value) in details { data[name] = value }
    data["step"] = .string(id.description)
    return data
  }

  private func json(_ type: LifecycleEvent, _ at: Timestamp, id: String, _ data: JSONObject) -> String {
    let event: JSONValue = [
      "specversion": "1.0", "id": .string(id), "source": .string("/api/v1/runs/\(run)"),
      "type": .string(type.rawValue), "subject": .string(run.description), "time": .string(at.rfc3339),
      "datacontenttype": "application/json", "data": .object(data),
    ]
    return event.serialized()
  }
}
