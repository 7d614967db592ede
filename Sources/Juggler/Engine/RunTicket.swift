import JSON
import Synchronization

/// A run that an engine has to drive, from the moment it knows of it until it lets go of it.
final class RunTicket: Sendable {
  let id: RunID
  let workflow: any Workflow
  let input: JSONValue
  let parent: RunID?
  let priority: Int
  let concurrencyKey: String?
  let tags: [String: String]
  /// As the store knows it; when it is not running, that has to be recorded.
  let status: RunStatus
  /// When it first began to run.
  let startedAt: Timestamp?
  /// Whether it has a journal that must be replayed.
  let isReplayed: Bool
  let request: RunRequest?
  /// Whether it counts against the limits of its workflow now.
  let holdsSlot: Mutex<Bool>

  init(_ record: RunRecord, workflow: any Workflow, isReplayed: Bool, holdsSlot: Bool = false) {
    id = record.id
    self.workflow = workflow
    input = record.input
    parent = record.parent
    priority = record.priority
    concurrencyKey = record.concurrencyKey
    tags = record.tags
    status = record.status
    startedAt = record.startedAt
    request = record.request
    self.isReplayed = isReplayed
    self.holdsSlot = Mutex(holdsSlot)
  }

  var name: Retention.WorkflowName {
    let reference = workflow.reference
    return Retention.WorkflowName(namespace: reference.namespace, name: reference.name)
  }

  /// Gives the slot back, if it has one; whether it had.
  func releasesSlot(on admission: Admission) -> Bool {
    let held = holdsSlot.withLock { held in
      defer { held = false }
      return held
    }
    if held { admission.release(self) }
    return held
  }
}
