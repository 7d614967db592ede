public import Logging

extension Logger {
  /// Logs what policies decide.
  ///
  /// - Parameters:
  ///   - policy: What the policy is called in the log.
  ///   - level: At which level; a circuit that opens is logged as a warning at least.
  public func policyObserver(_ policy: String, level: Logger.Level = .info) -> PolicyObserver {
    { event in
      var actual = level
      if case .circuitChanged(_, to: .open) = event { actual = max(level, .warning) }
      log(level: actual, "\(event.message)", metadata: ["policy": "\(policy)", "event": "\(event.name)"])
    }
  }
}
