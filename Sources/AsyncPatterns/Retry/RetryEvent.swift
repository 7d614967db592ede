/// A try failed and another will follow.
public struct RetryEvent: Sendable {
  /// Which try failed, counted from 1.
  public var attempt: Int
  /// Why: the error thrown, or a ``RejectedResultError`` when the result was not good enough.
  public var error: any Error
  /// How long is waited before the next try.
  public var delay: Duration

  public init(attempt: Int, error: any Error, delay: Duration) {
    self.attempt = attempt
    self.error = error
    self.delay = delay
  }
}

/// The operation returned, but its result asks for another try. Seen in events only: when the tries are used up,
/// the last result is returned as it is.
public struct RejectedResultError: Error, CustomStringConvertible {
  /// The result, described.
  public var result: String

  public var description: String { "the result asks for another try: \(result)" }
}
