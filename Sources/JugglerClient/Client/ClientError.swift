/// Why there is no answer of a Juggler server.
public struct ClientError: Error, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable, Hashable {
    /// The server cannot be reached, or the connection broke.
    case unreachable
    /// It did not begin its answer in time.
    case timeout
    /// What answered is not what the API of a Juggler server says.
    case unexpectedAnswer
    /// The run was cancelled, so it has no output.
    case runCancelled
  }

  public var code: Code
  public var message: String
  public var cause: (any Error)?

  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String { message }
}
