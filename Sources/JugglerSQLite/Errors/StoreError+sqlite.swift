import GRDB
import JSON
import Juggler

extension StoreError {
  /// What an error of SQLite means for whoever uses the store, and what to do about it.
  init(_ error: any Error, at path: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(sqlite: error, at: path)
    case is CorruptRow, is JSONParseError:
      self.init(
        .corrupt, "the store at \(path) has an entry that cannot be read: run 'juggler store check \(path)'",
        cause: error)
    default: self.init(.unavailable, "the store at \(path) failed", cause: error)
    }
  }

  private init(sqlite error: DatabaseError, at path: String) {
    let (code, message) = Self.meaning(of: error, at: path)
    self.init(code, message, cause: SQLiteFailure(error))
  }

  private static func meaning(of error: DatabaseError, at path: String) -> (Code, String) {
    switch error.resultCode {
    case .SQLITE_FULL:
      (.unavailable, "the disk of the store at \(path) is full: make room there, and its runs go on")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      (
        .unavailable,
        "the store at \(path) is locked by another process for longer than the time limit: find out who holds it "
          + "('fuser \(path)'), or wait"
      )
    case .SQLITE_READONLY:
      (
        .unavailable,
        "the store at \(path) cannot be written: give this user the right to write the file and its folder"
      )
    case .SQLITE_CANTOPEN:
      (.unavailable, "the store at \(path) cannot be opened: its folder must exist, and this user may write there")
    case .SQLITE_PERM, .SQLITE_AUTH: (.unavailable, "this user may not use the store at \(path)")
    case .SQLITE_IOERR: (.unavailable, "reading or writing the store at \(path) failed: look at its disk")
    case .SQLITE_TOOBIG: (.unavailable, "a value is larger than the store at \(path) can keep (1 GB)")
    case .SQLITE_CORRUPT:
      (
        .corrupt,
        "the store at \(path) is damaged: stop everything that uses it, keep a copy, run 'juggler store check \(path)', "
          + "and go back to a backup if need be"
      )
    case .SQLITE_NOTADB:
      (.incompatible, "\(path) is not an SQLite database, or it is encrypted: name another file as the store")
    case .SQLITE_MISUSE: (.closed, "the store at \(path) was closed")
    default: (.unavailable, "the store at \(path) failed")
    }
  }
}

/// What SQLite said, without the values that a statement was given: they may be secret.
public struct SQLiteFailure: Error, Sendable, CustomStringConvertible {
  /// The extended result code (sqlite.org/rescode.html).
  public let code: Int32
  public let message: String

  init(_ error: DatabaseError) {
    code = error.extendedResultCode.rawValue
    message = error.message ?? error.resultCode.description
  }

  public var description: String { "SQLite error \(code): \(message)" }
}
