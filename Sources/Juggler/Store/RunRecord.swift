public import JSON

/// What there is to know of a run without reading its journal.
public struct RunRecord: Sendable, Hashable {
  public var id: RunID
  public var workflow: WorkflowReference
  /// Of the definition that the run is pinned to.
  public var digest: String
  public var status: RunStatus
  public var input: JSONValue
  /// Of a completed run.
  public var output: JSONValue?
  /// Of a faulted run; of a suspended one: why the engine could not go on with it.
  public var error: Fault?
  /// When somebody asked for it.
  public var createdAt: Timestamp
  /// When its body first began; `nil` while it has not.
  public var startedAt: Timestamp?
  public var endedAt: Timestamp?
  /// The run that started this one as a part of itself, and waits for it.
  public var parent: RunID?
  /// The run whose journal this one began with.
  public var forkedFrom: RunID?
  /// The run that this one goes on from, with a new journal.
  public var continues: RunID?
  /// The run that goes on from this one, which is completed by that.
  public var continuedAs: RunID?
  public var tags: [String: String]
  /// Of waiting runs those of higher priority are admitted first.
  public var priority: Int
  /// At most one run of a workflow has it.
  public var idempotencyKey: String?
  /// Runs of a workflow with the same key share a concurrency limit.
  public var concurrencyKey: String?
  /// When a waiting run is to go on; `nil` when it waits for something else than time.
  public var wakesAt: Timestamp?
  /// Who drives it; `nil` when nobody does.
  public var owner: OwnerID?
  /// What its driver is asked to do.
  public var request: RunRequest?

  public init(
    id: RunID, workflow: WorkflowReference, digest: String, status: RunStatus, input: JSONValue,
    output: JSONValue? = nil, error: Fault? = nil, createdAt: Timestamp, startedAt: Timestamp? = nil,
    endedAt: Timestamp? = nil, parent: RunID? = nil, forkedFrom: RunID? = nil, continues: RunID? = nil,
    continuedAs: RunID? = nil, tags: [String: String] = [:], priority: Int = 0, idempotencyKey: String? = nil,
    concurrencyKey: String? = nil, wakesAt: Timestamp? = nil, owner: OwnerID? = nil, request: RunRequest? = nil
  ) {
    self.id = id
    self.workflow = workflow
    self.digest = digest
    self.status = status
    self.input = input
    self.output = output
    self.error = error
    self.createdAt = createdAt
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.parent = parent
    self.forkedFrom = forkedFrom
    self.continues = continues
    self.continuedAs = continuedAs
    self.tags = tags
    self.priority = priority
    self.idempotencyKey = idempotencyKey
    self.concurrencyKey = concurrencyKey
    self.wakesAt = wakesAt
    self.owner = owner
    self.request = request
  }
}
