import GRDBSQLite
import JSON
import Juggler

/// The same rows into a bare table, by SQLite's C functions and nothing else: what a store could at best do.
///
/// No index, no table of runs, no check of an owner; the same encoding, the same pragmas.
final class RawJournal {
  struct Failure: Error { var message: String }

  private var connection: OpaquePointer?
  private var insert: OpaquePointer?

  init(path: String, synchronous: String) throws {
    guard
      sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
        == SQLITE_OK
    else { throw Failure(message: "cannot open \(path)") }
    try execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = \(synchronous); PRAGMA cache_size = -16000;
      PRAGMA wal_autocheckpoint = 4000;
      CREATE TABLE journal (position INTEGER PRIMARY KEY, run BLOB, kind INTEGER, at INTEGER, took INTEGER, name TEXT,
        body TEXT);
      """)
    let sql = "INSERT INTO journal (run, kind, at, took, name, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    guard sqlite3_prepare_v2(connection, sql, -1, &insert, nil) == SQLITE_OK else { throw failure }
  }

  deinit {
    sqlite3_finalize(insert)
    sqlite3_close(connection)
  }

  private var failure: Failure { Failure(message: String(cString: sqlite3_errmsg(connection))) }

  private func execute(_ sql: String) throws {
    guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
  }

  func append(_ batch: [JournalEntry]) throws {
    try execute("BEGIN IMMEDIATE")
    for entry in batch { try append(entry) }
    try execute("COMMIT")
  }

  private func append(_ entry: JournalEntry) throws {
    let (kind, name, body): (Int32, String?, [UInt8]) =
      switch entry.kind {
      case .runStarted(let start): (1, nil, start.input.serializedBytes())
      case .stepEnded(let id, .completed(let output)): (2, id.description, output.serializedBytes())
      case .runEnded(.completed(let output)): (3, nil, output.serializedBytes())
      default: (0, nil, [])
      }
    withUnsafeBytes(of: entry.run) { _ = sqlite3_bind_blob(insert, 1, $0.baseAddress, 16, transient) }
    sqlite3_bind_int(insert, 2, kind)
    sqlite3_bind_int64(insert, 3, entry.at.nanoseconds)
    sqlite3_bind_int64(insert, 4, entry.since?.nanoseconds ?? 0)
    if let name { sqlite3_bind_text(insert, 5, name, -1, transient) } else { sqlite3_bind_null(insert, 5) }
    body.withUnsafeBytes { _ = sqlite3_bind_text(insert, 6, $0.baseAddress, Int32($0.count), transient) }
    guard sqlite3_step(insert) == SQLITE_DONE else { throw failure }
    sqlite3_reset(insert)
  }

  private var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
