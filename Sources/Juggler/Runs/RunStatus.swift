/// Where a run or a task stands (the specification's status phases).
public enum RunStatus: String, Sendable, Hashable, Codable, CaseIterable {
  case pending, running, waiting, suspended, cancelled, faulted, completed

  /// Whether nothing more will happen.
  public var isFinal: Bool {
    switch self {
    case .cancelled, .faulted, .completed: true
    case .pending, .running, .waiting, .suspended: false
    }
  }
}
