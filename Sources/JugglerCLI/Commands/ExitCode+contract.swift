import ArgumentParser

extension ExitCode {
  /// The workflow faulted.
  static let faulted = ExitCode(1)
  /// An invalid definition, input or usage.
  static let invalid = ExitCode(2)
  /// The run stands still until somebody resumes it: `EX_TEMPFAIL` of sysexits.h.
  static let suspended = ExitCode(75)
  /// Cancelled by Ctrl-C, as a shell counts SIGINT.
  static let cancelled = ExitCode(130)
}
