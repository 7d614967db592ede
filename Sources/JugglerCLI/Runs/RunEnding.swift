import ArgumentParser
import JSON
import Juggler

/// How a run ended.
enum RunEnding: Sendable, Equatable {
  case completed(JSONValue)
  case faulted(Fault)
  case cancelled
}

extension RunEnding {
  /// Prints the output on standard output, anything else on standard error.
  ///
  /// Throws the exit code of a run that did not complete.
  func print(as style: OutputStyle, to console: Console) throws(ExitCode) {
    switch self {
    case .completed(let value):
      StandardStream.output.write(line: value.serialized(style == .pretty ? .pretty : .compact))
    case .faulted(let fault):
      console.print(fault.json.serialized())
      throw .faulted
    case .cancelled:
      console.print("juggler: cancelled")
      throw .cancelled
    }
  }
}
