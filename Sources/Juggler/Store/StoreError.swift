/// Why a store could not do what it was asked.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable, Hashable {
    /// It cannot be reached or written now: a full disk, a locked file, a lost connection. Trying again later may help,
    /// and an engine does: its runs pause meanwhile.
    case unavailable
    /// What it holds cannot be read back.
    case corrupt
    /// What is there is sound, but no store that this version can use: of a newer version, or of another program.
    case incompatible
    /// The owner's lease was taken away, so its runs belong to somebody else: the owner must stop driving them.
    case fenced
    /// It was closed, or the process is about to end: trying again does not help.
    case closed
  }

  public var code: Code
  public var message: String
  public var cause: (any Error)?

  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  /// What `append` throws when `owner` is not registered any more.
  public static func fenced(_ owner: OwnerID) -> StoreError {
    StoreError(
      .fenced, "\(owner) lost its lease and may write no run any more: another process has taken its runs over")
  }

  public var description: String { cause.map { "\(message): \($0)" } ?? message }
}
