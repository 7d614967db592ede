public import JSON

/// With what a run started.
public struct RunStart: Sendable, Hashable {
  public var workflow: WorkflowReference
  /// Identifies the exact definition that the run is pinned to.
  public var digest: String
  public var input: JSONValue
  /// `running`, or `pending` when it has to wait for its turn.
  public var status: RunStatus
  /// Whether whoever comes first may drive the run, and not only the engine that starts it.
  public var isUnowned: Bool
  public var parent: RunID?
  public var forkedFrom: RunID?
  public var continues: RunID?
  public var tags: [String: String]
  public var priority: Int
  public var idempotencyKey: String?
  public var concurrencyKey: String?

  public init(
    workflow: WorkflowReference, digest: String, input: JSONValue, status: RunStatus = .running,
    isUnowned: Bool = false, parent: RunID? = nil, forkedFrom: RunID? = nil, continues: RunID? = nil,
    tags: [String: String] = [:], priority: Int = 0, idempotencyKey: String? = nil, concurrencyKey: String? = nil
  ) {
    self.workflow = workflow
    self.digest = digest
    self.input = input
    self.status = status
    self.isUnowned = isUnowned
    self.parent = parent
    self.forkedFrom = forkedFrom
    self.continues = continues
    self.tags = tags
    self.priority = priority
    self.idempotencyKey = idempotencyKey
    self.concurrencyKey = concurrencyKey
  }
}

/// Something that somebody tells a run from outside.
public struct Signal: Sendable, Hashable {
  public var name: String
  public var payload: JSONValue

  public init(name: String, payload: JSONValue) {
    self.name = name
    self.payload = payload
  }
}
