/// Why something could not be done to a run.
public struct RunCommandError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Reason: Sendable, Hashable {
    case unknownRun
    /// The run's status does not allow it.
    case status(RunStatus)
    /// The step is not in the run's journal.
    case unknownStep(String)
  }

  public var reason: Reason
  public var run: RunID

  public init(_ reason: Reason, _ run: RunID) {
    self.reason = reason
    self.run = run
  }

  public var description: String {
    switch reason {
    case .unknownRun: "there is no run \(run) in the store"
    case .status(let status): "run \(run) is \(status.rawValue): what was asked for is not possible then"
    case .unknownStep(let step): "run \(run) has no step '\(step)' that ended: its steps are listed under its journal"
    }
  }
}
