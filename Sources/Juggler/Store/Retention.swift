/// Which ended runs need not be kept any longer.
public struct Retention: Sendable, Hashable {
  /// Only final ones count.
  public var statuses: Set<RunStatus>
  /// Ended before this time.
  public var endedBefore: Timestamp
  /// Only of this namespace and name, if given.
  public var workflow: WorkflowName?

  /// A workflow in all its versions.
  public struct WorkflowName: Sendable, Hashable {
    public var namespace: String
    public var name: String

    public init(namespace: String, name: String) {
      self.namespace = namespace
      self.name = name
    }
  }

  public init(
    endedBefore: Timestamp, statuses: Set<RunStatus> = [.completed, .faulted, .cancelled], workflow: WorkflowName? = nil
  ) {
    self.endedBefore = endedBefore
    self.statuses = statuses
    self.workflow = workflow
  }

  public func covers(_ record: RunRecord) -> Bool {
    guard record.status.isFinal, statuses.contains(record.status), let endedAt = record.endedAt else { return false }
    if let workflow, workflow.namespace != record.workflow.namespace || workflow.name != record.workflow.name {
      return false
    }
    return endedAt < endedBefore
  }
}
