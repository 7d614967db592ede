import JQ
import JSON
import Juggler

/// Evaluates a filter on each input and prints the outputs.
struct JQSession {
  let filter: Filter
  let variables: [JSONValue]
  let input: JQInput
  let writer: JQWriter
  let isNullInput: Bool
  let isUnbuffered: Bool
  private let environment: EvaluationEnvironment

  init(
    filter: Filter, variables: [JSONValue], input: JQInput, writer: JQWriter, isNullInput: Bool, isUnbuffered: Bool
  ) {
    self.filter = filter
    self.variables = variables
    self.input = input
    self.writer = writer
    self.isNullInput = isNullInput
    self.isUnbuffered = isUnbuffered
    environment = Self.environment(reading: input)
  }

  func run() -> JQOutcome {
    var outcome = JQOutcome()
    var output = JQOutputBuffer(isUnbuffered: isUnbuffered || TerminalTraits.isTerminal(1))
    defer { output.flush() }
    do {
      if isNullInput {
        outcome.add(evaluate(.null, &output))
      } else {
        while !outcome.isHalted, let value = try input.next() { outcome.add(evaluate(value, &output)) }
      }
    } catch {
      output.flush()
      StandardStream.error.write(line: "juggler jq: error (at \(input.location)): \(error)")
      outcome.add(.inputFailed)
    }
    output.flush()
    for failure in input.failures {
      StandardStream.error.write(line: "juggler jq: error: Could not open \(failure.path): \(failure.reason)")
      outcome.add(.inputFailed)
    }
    return outcome
  }

  private func evaluate(_ value: JSONValue, _ output: inout JQOutputBuffer) -> JQOutcome.Step {
    var evaluation = filter.evaluate(value, variables: variables, environment: environment, budget: .unlimited)
    var step = JQOutcome.Step.noOutput
    do throws(EvaluationError) {
      while let result = try evaluation.next() {
        output.write(writer.bytes(of: result))
        step = result == .null || result == false ? .falsyOutput : .output
      }
      return step
    } catch {
      output.flush()
      return report(error)
    }
  }

  private func report(_ error: EvaluationError) -> JQOutcome.Step {
    switch error.kind {
    case .halted(let code):
      switch error.value {
      case .null: break
      case .string(let text): StandardStream.error.write(Array(text.utf8))
      default: StandardStream.error.write(line: error.value.serialized())
      }
      return .halted(code)
    case .raised:
      var isText = false
      if case .string = error.value { isText = true }
      let kind = isText ? "" : " (not a string)"
      StandardStream.error.write(line: "juggler jq: error (at \(input.location))\(kind): \(error.message)")
      return .failed
    case .stepsExceeded, .depthExceeded, .sizeExceeded, .cancelled:
      StandardStream.error.write(line: "juggler jq: error (at \(input.location)): \(error.message)")
      return .failed
    }
  }

  /// The filter sees what jq's filters see.
  private static func environment(reading input: JQInput) -> EvaluationEnvironment {
    EvaluationEnvironment(
      variables: JSONObject(
        Environment.process.variables(prefixed: "").sorted { $0.key < $1.key }.map { ($0, .string($1)) }),
      inputFilename: { input.filename },
      inputLineNumber: { input.lineNumber },
      now: { Double(Timestamp.now.nanoseconds) / 1e9 },
      inputs: { try input.next() },
      debug: { StandardStream.error.write(line: JSONValue.array(["DEBUG:", $0]).serialized()) },
      standardError: { value in
        if case .string(let text) = value {
          StandardStream.error.write(Array(text.utf8))
        } else {
          StandardStream.error.write(value.serializedBytes())
        }
      },
      usesLocalTimeZone: true)
  }
}
