internal import GRDB
public import Juggler

extension SQLiteStore {
  public func save(_ definition: StoredDefinition) async throws(StoreError) -> Bool {
    try await write { writer in
      let known = try Query(
        writer.database, "SELECT digest FROM definitions WHERE namespace = ?1 AND name = ?2 AND version = ?3")
      known.bind(definition.workflow.namespace, at: 1)
      known.bind(definition.workflow.name, at: 2)
      known.bind(definition.workflow.version, at: 3)
      if try known.next() {
        defer { known.reset() }
        return known.text(0) == definition.digest
      }
      let insert = try Query(
        writer.database,
        """
        INSERT OR REPLACE INTO definitions (digest, namespace, name, version, source, media_type, saved_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """)
      insert.bind(definition.digest, at: 1)
      insert.bind(definition.workflow.namespace, at: 2)
      insert.bind(definition.workflow.name, at: 3)
      insert.bind(definition.workflow.version, at: 4)
      insert.bind(definition.source, at: 5)
      insert.bind(definition.mediaType, at: 6)
      insert.bind(definition.savedAt.nanoseconds, at: 7)
      try insert.run()
      return true
    }
  }

  public func definition(digest: String) async throws(StoreError) -> StoredDefinition? {
    try await read { db in
      let row = try Query(db, "SELECT \(StoredDefinition.columns) FROM definitions WHERE digest = ?1")
      defer { row.reset() }
      row.bind(digest, at: 1)
      return try row.next() ? StoredDefinition(row) : nil
    }
  }

  public func definitions(after cursor: String?, limit: Int) async throws(StoreError) -> Page<StoredDefinition> {
    try await read { db in
      // A cursor whose definition was removed begins anew, as its place is not known any more.
      let rows = try Query(
        db,
        """
        SELECT \(StoredDefinition.columns) FROM definitions
        WHERE NOT EXISTS (SELECT 1 FROM definitions WHERE digest = ?1)
          OR (namespace, name, saved_at, digest)
            > (SELECT namespace, name, saved_at, digest FROM definitions WHERE digest = ?1)
        ORDER BY namespace, name, saved_at, digest LIMIT ?2
        """)
      defer { rows.reset() }
      let limit = max(1, limit)
      rows.bind(cursor, at: 1)
      rows.bind(Int64(limit) + 1, at: 2)
      var items: [StoredDefinition] = []
      while try rows.next() {
        if items.count == limit { return Page(items: items, nextCursor: items.last?.digest) }
        items.append(StoredDefinition(rows))
      }
      return Page(items: items, nextCursor: nil)
    }
  }

  public func removeDefinition(digest: String) async throws(StoreError) -> Bool {
    try await write { writer in
      let delete = try Query(
        writer.database,
        """
        DELETE FROM definitions WHERE digest = ?1 AND NOT EXISTS (
          SELECT 1 FROM runs WHERE status < ?2 AND workflow IN (SELECT number FROM workflows WHERE digest = ?1))
        """)
      delete.bind(digest, at: 1)
      delete.bind(RunStatus.firstFinalCode, at: 2)
      try delete.run()
      return writer.database.changesCount > 0
    }
  }
}

extension StoredDefinition {
  fileprivate static let columns = "digest, namespace, name, version, source, media_type, saved_at"

  fileprivate init(_ row: Query) {
    self.init(
      digest: row.text(0), workflow: WorkflowReference(namespace: row.text(1), name: row.text(2), version: row.text(3)),
      source: row.text(4), mediaType: row.text(5), savedAt: Timestamp(nanoseconds: row.integer(6)))
  }
}
