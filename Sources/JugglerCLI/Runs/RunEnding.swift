import ArgumentParser
import JSON
import Juggler
import JugglerAPI

/// How a run ended, or why it is not driven here any more.
enum RunEnding: Sendable, Equatable {
  case completed(JSONValue)
  case faulted(Fault)
  case cancelled
  /// It stands still: somebody asked for that, or the engine cannot go on with it, and says why.
  case suspended(RunID, Fault?)
}

extension RunEnding {
  /// Of a run whose continuations were followed.
  init(_ outcome: RunOutcome) {
    switch outcome {
    case .completed(let output): self = .completed(output)
    case .faulted(let fault): self = .faulted(fault)
    case .cancelled: self = .cancelled
    case .continued: self = .completed(.null)
    }
  }

  /// Of a run that a server says is over.
  init(_ run: Run) {
    switch run.status {
    case .completed: self = .completed(run.output ?? .null)
    case .cancelled: self = .cancelled
    default:
      let error = run.error ?? ProblemDetails(status: 500)
      self = .faulted(
        Fault(
          type: error.type, status: error.status, title: error.title, detail: error.detail, instance: error.instance))
    }
  }

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
    case .suspended(let run, let fault):
      let reason = fault.map { ": \($0)" } ?? ""
      console.print("juggler: run \(run) is suspended\(reason)\nIt goes on with: juggler runs resume \(run) --follow")
      throw .suspended
    }
  }
}
