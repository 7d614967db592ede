public import JSON

/// How a run ended.
public enum RunOutcome: Sendable, Hashable {
  case completed(JSONValue)
  indirect case faulted(Fault)
  case cancelled
  /// Completed, in that another run goes on from where it stood.
  case continued(as: RunID)

  public var status: RunStatus {
    switch self {
    case .completed, .continued: .completed
    case .faulted: .faulted
    case .cancelled: .cancelled
    }
  }

  /// The output; throws the `Fault`, or `CancellationError`. That of a continued run is `null`.
  public func get() throws -> JSONValue {
    switch self {
    case .completed(let output): output
    case .faulted(let fault): throw fault
    case .cancelled: throw CancellationError()
    case .continued: .null
    }
  }
}
