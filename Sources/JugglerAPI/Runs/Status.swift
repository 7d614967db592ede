/// Where a run or a task stands (the status phases of the Open Workflow Specification).
public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
  case pending, running, waiting, suspended, cancelled, faulted, completed

  /// Whether nothing more will happen, unless somebody retries.
  public var isFinal: Bool {
    switch self {
    case .cancelled, .faulted, .completed: true
    case .pending, .running, .waiting, .suspended: false
    }
  }
}
