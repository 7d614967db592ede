/// Where journals live.
public protocol RunStore: Sendable {
  /// Appends all of the batch or nothing, in order, and returns when it is durable.
  ///
  /// The batch is that of several runs, and the task that calls may be cancelled: cancellation must not stop it.
  func append(_ batch: [JournalEntry]) async throws(StoreError)

  /// The history of a run in the order of its appends; empty when the store does not know it.
  func journal(of run: RunID) async throws(StoreError) -> [JournalEntry]

  /// The runs that have started and not ended, oldest first.
  func unfinishedRuns() async throws(StoreError) -> [RunID]
}

/// Why a store could not do what it was asked.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// It cannot be reached or written now; trying again later may help.
    case unavailable
    /// What it holds cannot be read back.
    case corrupt
  }

  public var code: Code
  public var message: String
  public var cause: (any Error)?

  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String { cause.map { "\(message): \($0)" } ?? message }
}
