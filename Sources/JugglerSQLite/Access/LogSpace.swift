import GRDB
import GRDBSQLite

/// Lengthens the write-ahead log's file ahead of the commits, a mebibyte at a time.
///
/// A commit that lengthens the file makes its new length durable too, and takes the disk about twice as long as one that
/// writes over what is there. A log that has reached its full length once is written over from its beginning; this is for
/// the time until then. The zeros are no frames: SQLite reads a log up to the first frame whose salt and checksum are wrong.
final class LogSpace {
  private static let step: Int64 = 1 << 20
  /// Frames, so that a process that writes a little leaves a small file.
  private static let first = 128

  private let database: Database
  private let limit: Int64
  private let pageSize: Int64
  private var length: Int64 = 0

  /// - Parameter pages: how many pages the log has at most, if nothing keeps it from being moved into the file.
  init(_ database: Database, pages: Int) {
    self.database = database
    pageSize = ((try? Int64.fetchOne(database, sql: "PRAGMA page_size")) ?? nil) ?? 4096
    limit = Self.size(of: pages, pageSize)
  }

  private static func size(of frames: Int, _ pageSize: Int64) -> Int64 { 32 + Int64(frames) * (24 + pageSize) }

  /// To be called outside of transactions, when nobody waits. That it does not work is no error: commits do it then.
  func makeRoom(behind frames: Int) {
    let used = Self.size(of: frames, pageSize)
    guard frames >= Self.first, length < limit, length - used < Self.step / 4 else { return }
    // Nobody writes frames meanwhile, in this process or another.
    guard (try? database.execute(sql: "BEGIN IMMEDIATE")) != nil else { return }
    defer { try? database.execute(sql: "ROLLBACK") }
    lengthen()
  }

  private func lengthen() {
    var log: UnsafeMutablePointer<sqlite3_file>?
    sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log)
    guard let log, let methods = log.pointee.pMethods?.pointee, let fileSize = methods.xFileSize,
      let write = methods.xWrite, let sync = methods.xSync
    else { return }
    guard fileSize(log, &length) == SQLITE_OK, length < limit else { return }
    // SQLite writes no more than 128 KiB at once.
    let zeros = [UInt8](repeating: 0, count: 1 << 16)
    for _ in 0..<(Self.step / Int64(zeros.count)) {
      guard write(log, zeros, Int32(zeros.count), length) == SQLITE_OK else { return length = .max }
      length += Int64(zeros.count)
    }
    _ = sync(log, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY)
  }
}
