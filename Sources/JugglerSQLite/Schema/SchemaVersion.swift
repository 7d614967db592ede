import GRDB
import Juggler

/// Which schema a file has, and whether it is ours at all.
enum SchemaVersion {
  static func bringUpToDate(_ pool: DatabasePool, path: String) throws {
    let migrator = Migrations.migrator
    var failure: (any Error)?
    // Another process may be doing it in the same moment; whoever comes second fails, and then finds it done.
    for _ in 0..<3 {
      if try pool.read({ try isCurrent($0, migrator, path) }) { return }
      do {
        return try migrator.migrate(pool)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  private static func isCurrent(_ db: Database, _ migrator: DatabaseMigrator, _ path: String) throws -> Bool {
    let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    // The tables of GRDB itself are there before ours.
    let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'grdb_%'"
    let isEmpty = try Int.fetchOne(db, sql: tables) == 0
    guard application == Migrations.applicationID || isEmpty else {
      throw StoreError(
        .incompatible, "\(path) is an SQLite database, but not a store of Juggler: name another file as the store")
    }
    if isEmpty { return false }
    if try migrator.hasBeenSuperseded(db) {
      let unknown = try migrator.appliedIdentifiers(db).subtracting(migrator.migrations).sorted()
      throw StoreError(
        .incompatible,
        "the store at \(path) was written by a newer version of Juggler (it has '\(unknown.joined(separator: "', '"))', "
          + "this one knows up to '\(migrator.migrations.last ?? "")'): use that version, or a backup from before")
    }
    return try migrator.hasCompletedMigrations(db)
  }
}
