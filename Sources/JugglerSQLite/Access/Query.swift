import GRDB
import GRDBSQLite
import Juggler

/// A prepared statement of one connection, used only where that connection is.
///
/// GRDB prepares and finalizes it; values go in and out by SQLite's C functions, which take half the time of GRDB's
/// conversions (docs/decisions/0013-sqlite-store.md). Parameters count from 1, columns from 0, as in C.
struct Query {
  private let statement: Statement
  private let raw: OpaquePointer

  /// From the connection's cache; for what is asked now and then.
  init(_ db: Database, _ sql: String) throws {
    self.init(try db.cachedStatement(sql: sql))
    _ = sqlite3_reset(raw)
    sqlite3_clear_bindings(raw)
  }

  /// One of its own, for what is asked all the time.
  init(preparing sql: String, in db: Database) throws { self.init(try db.makeStatement(sql: sql)) }

  private init(_ statement: Statement) {
    self.statement = statement
    raw = statement.sqliteStatement
  }

  // MARK: Running

  /// Goes to the next row; false when there is none, and then the statement can be used again.
  func next() throws -> Bool {
    let code = sqlite3_step(raw)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE {
      sqlite3_reset(raw)
      return false
    }
    throw failure()
  }

  /// For a statement that gives no rows, or whose rows do not matter.
  func run() throws {
    let code = sqlite3_step(raw)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure() }
    sqlite3_reset(raw)
  }

  /// Lets go of the rows that were not read.
  func reset() { sqlite3_reset(raw) }

  private func failure() -> DatabaseError {
    let connection = sqlite3_db_handle(raw)
    let error = DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
      message: sqlite3_errmsg(connection).map { String(cString: $0) }, sql: statement.sql)
    sqlite3_reset(raw)
    return error
  }

  // MARK: Parameters

  func bind(_ value: Int64?, at index: Int32) {
    if let value { sqlite3_bind_int64(raw, index, value) } else { sqlite3_bind_null(raw, index) }
  }

  func bind(_ value: String?, at index: Int32) {
    guard var value else { return bindNull(at: index) }
    value.withUTF8 { bind(text: $0, at: index, Self.transient) }
  }

  func bind(_ run: RunID?, at index: Int32) {
    guard let run else { return bindNull(at: index) }
    withUnsafeBytes(of: (run.high.bigEndian, run.low.bigEndian)) { bytes in
      _ = sqlite3_bind_blob(raw, index, bytes.baseAddress, Int32(bytes.count), Self.transient)
    }
  }

  func bindNull(at index: Int32) { sqlite3_bind_null(raw, index) }

  /// UTF-8 that stays where it is until the statement was run.
  func bind(staticText bytes: Slice<UnsafeBufferPointer<UInt8>>, at index: Int32) {
    bind(text: UnsafeBufferPointer(rebasing: bytes), at: index, nil)
  }

  private func bind(text: UnsafeBufferPointer<UInt8>, at index: Int32, _ destructor: sqlite3_destructor_type?) {
    // A text without an address would be NULL.
    guard let start = text.baseAddress, !text.isEmpty else {
      sqlite3_bind_text(raw, index, "", 0, Self.transient)
      return
    }
    sqlite3_bind_text(
      raw, index, UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), Int32(text.count), destructor)
  }

  func bind(bytes: [UInt8], at index: Int32) {
    bytes.withUnsafeBytes { bytes in
      _ = sqlite3_bind_blob(raw, index, bytes.baseAddress, Int32(bytes.count), Self.transient)
    }
  }

  /// Makes SQLite copy what it is given.
  private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

  // MARK: Columns

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(raw, column) == SQLITE_NULL }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(raw, column) }

  func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  /// Of a text or a blob; valid until the next row.
  func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_blob(raw, column)
    return UnsafeBufferPointer(
      start: start?.assumingMemoryBound(to: UInt8.self), count: Int(sqlite3_column_bytes(raw, column)))
  }

  func runID(_ column: Int32) throws -> RunID {
    let bytes = bytes(column)
    guard bytes.count == 16 else { throw CorruptRow("expected an id of 16 bytes, found \(bytes.count)") }
    func word(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
    return RunID(high: word(0..<8), low: word(8..<16))
  }

  func optionalRunID(_ column: Int32) throws -> RunID? { isNull(column) ? nil : try runID(column) }
}

/// What is in the file makes no sense.
struct CorruptRow: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
