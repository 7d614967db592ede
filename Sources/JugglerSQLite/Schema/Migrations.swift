import GRDB

/// The numbered steps from an empty file to the present schema. One that was released is never changed: add another.
enum Migrations {
  /// Marks a file as a store of ours (`PRAGMA application_id`): "JGLR".
  static let applicationID: Int32 = 0x4A47_4C52

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("0001 runs and journals", foreignKeyChecks: .immediate) { db in
      try db.execute(sql: Schema0001.sql)
    }
    migrator.registerMigration("0002 events", foreignKeyChecks: .immediate) { db in
      try db.execute(sql: Schema0002.sql)
    }
    return migrator
  }
}
