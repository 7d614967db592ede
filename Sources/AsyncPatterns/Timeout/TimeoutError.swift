/// An operation took longer than it was allowed to.
public struct TimeoutError: Error, Equatable, CustomStringConvertible {
  /// How long it was allowed to take.
  public var limit: Duration

  public init(limit: Duration) {
    self.limit = limit
  }

  public var description: String { "timed out: not finished within \(limit)" }
}
