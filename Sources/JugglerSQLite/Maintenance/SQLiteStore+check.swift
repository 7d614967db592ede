internal import Crypto
internal import GRDB
public import Juggler

extension SQLiteStore {
  /// Looks at all of the file: SQLite's own integrity check, then whether what belongs together is there.
  ///
  /// - Returns: what is wrong, in words; empty when nothing is.
  public func check() async throws(StoreError) -> [String] {
    try await read { db in
      let damage = try String.fetchAll(db, sql: "PRAGMA integrity_check(100)").filter { $0 != "ok" }
      // With a damaged file the rest would say the same in other words.
      return damage.isEmpty ? try Self.contradictions(db) + Self.changedPayloads(db) : damage
    }
  }

  private static func contradictions(_ db: Database) throws -> [String] {
    let questions = [
      ("entries of runs that do not exist", "SELECT count(*) FROM journal WHERE run NOT IN (SELECT number FROM runs)"),
      (
        "runs whose journal does not begin with their start",
        """
        SELECT count(*) FROM runs r WHERE 1 IS NOT
          (SELECT j.kind FROM journal j WHERE j.run = r.number ORDER BY j.position LIMIT 1)
        """
      ),
      (
        "runs whose output or error is missing",
        """
        SELECT count(*) FROM runs r WHERE
          (output IS NOT NULL AND NOT EXISTS (SELECT 1 FROM journal WHERE position = r.output AND run = r.number))
          OR (error IS NOT NULL AND NOT EXISTS (SELECT 1 FROM journal WHERE position = r.error AND run = r.number))
        """
      ),
      (
        "entries whose payload is missing",
        "SELECT count(*) FROM journal WHERE payload IS NOT NULL AND payload NOT IN (SELECT number FROM payloads)"
      ),
      (
        "payloads that no entry needs",
        """
        SELECT count(*) FROM payloads WHERE number NOT IN (SELECT payload FROM journal WHERE payload IS NOT NULL)
        """
      ),
      ("runs of unknown workflows", "SELECT count(*) FROM runs WHERE workflow NOT IN (SELECT number FROM workflows)"),
      (
        "runs of owners that are gone",
        "SELECT count(*) FROM runs WHERE owner IS NOT NULL AND owner NOT IN (SELECT number FROM owners)"
      ),
    ]
    return try questions.compactMap { name, sql in
      let count = try Int.fetchOne(db, sql: sql) ?? 0
      return count == 0 ? nil : "\(count) \(name)"
    }
  }

  private static func changedPayloads(_ db: Database) throws -> [String] {
    let rows = try Query(db, "SELECT hash, body FROM payloads")
    defer { rows.reset() }
    var changed = 0
    while try rows.next() {
      if Array(SHA256.hash(data: rows.bytes(1))) != Array(rows.bytes(0)) { changed += 1 }
    }
    return changed == 0 ? [] : ["\(changed) payloads that are not what they were when they were written"]
  }
}
