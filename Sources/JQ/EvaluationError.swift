public import JSON

/// Why an evaluation ended without its next output.
public struct EvaluationError: Error, Sendable {
  /// The error in words: the raised string, or the JSON text of another raised value.
  public let message: String
  /// What `error(…)` carried; for other kinds the message.
  public let value: JSONValue
  public let kind: Kind

  public enum Kind: Sendable, Hashable {
    /// By `error`, or by an operation on a value of the wrong type.
    case raised
    /// More steps than the budget grants.
    case stepsExceeded
    /// More levels of calls or of nested values than the budget grants.
    case depthExceeded
    /// A value larger than the budget grants.
    case sizeExceeded
    /// The surrounding task was cancelled.
    case cancelled
    /// `halt` (code 0) or `halt_error` (code 5, or its argument): the program asks to end; `value` is what it says.
    case halted(code: Int)

    /// Whether `try` catches it.
    var isCatchable: Bool { self == .raised }
  }

  init(_ raised: Raised) {
    value = raised.value
    kind = raised.kind
    message = if case .string(let text) = raised.value { text } else { raised.value.serialized() }
  }
}

extension EvaluationError: CustomStringConvertible {
  public var description: String { message }
}
