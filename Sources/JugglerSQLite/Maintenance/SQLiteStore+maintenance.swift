internal import Foundation
internal import GRDB
public import Juggler

extension SQLiteStore {
  /// Opens a store that is there, and makes none.
  public static func existing(
    path: String, options: SQLiteOptions = SQLiteOptions()
  ) throws(StoreError) -> SQLiteStore {
    guard FileManager.default.fileExists(atPath: path) else {
      throw StoreError(.unavailable, "there is no store at \(path): name the file that 'juggler run --store' was given")
    }
    return try SQLiteStore(path: path, options: options)
  }

  /// Writes a copy of the store as it is now, while it is used. The copy is a store by itself, without a `-wal`.
  ///
  /// It grows as `destination` with `.partial` at its end, is checked, and only then gets its name: what has that name
  /// is whole.
  ///
  /// - Throws: `unavailable` when `destination` exists.
  public func backup(to destination: String) async throws(StoreError) {
    if FileManager.default.fileExists(atPath: destination) {
      throw StoreError(.unavailable, "\(destination) exists already: name another file for the backup, or remove it")
    }
    let partial = destination + ".partial"
    let result: Result<Void, StoreError> = try await onQueue { pool in
      Result { () throws(StoreError) in
        do {
          try Self.copy(pool, to: partial)
          try FileManager.default.moveItem(atPath: partial, toPath: destination)
        } catch {
          try? FileManager.default.removeItem(atPath: partial)
          // It is the copy's file that is full or must not be written.
          throw StoreError(error, at: destination)
        }
      }
    }
    try result.get()
  }

  private static func copy(_ pool: DatabasePool, to path: String) throws {
    try? FileManager.default.removeItem(atPath: path)
    let copy = try DatabaseQueue(path: path)
    try pool.backup(to: copy)
    let damage = try copy.writeWithoutTransaction { db in
      // One file, whatever the store's own mode is.
      try db.execute(sql: "PRAGMA journal_mode = DELETE")
      return try String.fetchAll(db, sql: "PRAGMA quick_check(1)").filter { $0 != "ok" }
    }
    try copy.close()
    if let first = damage.first { throw CorruptRow("the copy is damaged: \(first)") }
  }

  /// Gives the room of deleted runs back to the disk. Appends wait meanwhile, and the disk needs room for a second copy.
  public func vacuum() async throws(StoreError) {
    try await onQueue { pool in
      try pool.writeWithoutTransaction { db in
        try db.execute(sql: "VACUUM")
        try db.checkpoint(.truncate)
      }
    }
  }

  /// How large the store is on disk, in bytes, its log included.
  public var size: Int64 {
    [path, path + "-wal"].reduce(0) { total, path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return total + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
    }
  }
}
