public import JSON

/// A filter at work on an input: asked for one output after another, interruptible between any two steps.
///
/// A value: it may be handed to another thread between two calls, and a copy goes its own way.
public struct Evaluation: Sendable {
  private var state: State

  private enum State: Sendable {
    case known(JSONValue)
    case machine(Machine)
    case finished
  }

  init(
    _ filter: Filter, _ input: JSONValue, _ variables: [JSONValue], _ environment: EvaluationEnvironment,
    _ budget: Budget
  ) {
    if let output = filter.shortcut?.value(input, variables) {
      state = .known(output)
    } else {
      let context = Context(expressions: filter.program.expressions, environment: environment, budget: budget)
      state = .machine(Machine(filter.program, input: input, variables: variables, context: context))
    }
  }

  /// The next output, `nil` after the last. After an error there are no more outputs.
  public mutating func next() throws(EvaluationError) -> JSONValue? {
    while true {
      switch try next(steps: .max / 4) {
      case .output(let value): return value
      case .finished: return nil
      case .paused: continue
      }
    }
  }

  /// Runs about `steps` steps at most, then pauses: call again, from any thread, to go on.
  ///
  /// A step takes between 5 and 50 ns. A single long operation, such as sorting a large array, is not divided.
  public mutating func next(steps: Int) throws(EvaluationError) -> Progress {
    switch state {
    case .machine(var machine):
      // The machine leaves its place while it runs, so that it owns its values alone.
      state = .finished
      defer { state = .machine(machine) }
      return try machine.next(steps: steps)
    case .known(let output):
      state = .finished
      return .output(output)
    case .finished: return .finished
    }
  }

  /// How far `next(steps:)` came.
  public enum Progress: Sendable {
    case output(JSONValue)
    /// No more outputs.
    case finished
    /// The steps are used up before the next output.
    case paused
  }
}

typealias Progress = Evaluation.Progress
