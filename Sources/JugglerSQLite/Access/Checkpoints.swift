import GRDB
import GRDBSQLite
import Synchronization

/// Keeps the write-ahead log short while it is written to.
///
/// SQLite's own rule, a checkpoint within the commit that reaches 1,000 pages, makes somebody wait for it. Here it runs
/// after a commit was answered, less often, and with the same effect: a page that changed often is copied once.
final class Checkpoints {
  /// Only the connection's queue touches it.
  private final class Length {
    var pages = 0
  }

  private let database: Database
  private let pages: Int
  private let length = Length()
  private let space: LogSpace
  private var due: Int

  /// - Parameter pages: of how many pages the log may be before it is moved into the file.
  init(_ database: Database, pages: Int) {
    self.database = database
    self.pages = pages
    due = pages
    space = LogSpace(database, pages: pages)
    sqlite3_wal_hook(
      database.sqliteConnection,
      { context, _, _, pages in
        if let context { Unmanaged<Length>.fromOpaque(context).takeUnretainedValue().pages = Int(pages) }
        return SQLITE_OK
      }, Unmanaged.passUnretained(length).toOpaque())
  }

  func runIfDue() {
    guard length.pages >= due else { return space.makeRoom(behind: length.pages) }
    // A reader keeps a passive checkpoint from its end; if the log has become very long, new readers have to wait.
    let mode: CInt = length.pages >= pages * 16 ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE
    var (written, moved): (CInt, CInt) = (0, 0)
    let code = sqlite3_wal_checkpoint_v2(database.sqliteConnection, nil, mode, &written, &moved)
    // When it did not work (a full disk, a reader), nothing is lost: the log holds it all. Try again some pages later.
    due = code == SQLITE_OK && written == moved ? pages : length.pages + pages
    if due == pages { length.pages = 0 }
  }
}
