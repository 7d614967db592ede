internal import GRDB
internal import JSON
public import Juggler

extension SQLiteStore {
  public func publish(_ events: [StoredEvent]) async throws(StoreError) -> Int {
    let rows = events.map { (event: $0, body: $0.body.serialized()) }
    return try await write { writer in
      let insert = try Query(
        writer.database,
        """
        INSERT INTO events (received_at, source, id, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (source, id) DO NOTHING
        """)
      var added = 0
      for row in rows {
        insert.bind(row.event.receivedAt.nanoseconds, at: 1)
        insert.bind(row.event.source, at: 2)
        insert.bind(row.event.id, at: 3)
        insert.bind(row.body, at: 4)
        try insert.run()
        added += writer.database.changesCount
      }
      return added
    }
  }

  public func events(after position: Int64, limit: Int) async throws(StoreError) -> [StoredEvent] {
    try await read { db in
      let rows = try Query(
        db, "SELECT position, received_at, source, id, body FROM events WHERE position > ?1 ORDER BY position LIMIT ?2")
      defer { rows.reset() }
      rows.bind(position, at: 1)
      rows.bind(Int64(max(1, limit)), at: 2)
      var events: [StoredEvent] = []
      while try rows.next() {
        events.append(
          StoredEvent(
            position: rows.integer(0), source: rows.text(2), id: rows.text(3),
            receivedAt: Timestamp(nanoseconds: rows.integer(1)), body: try rows.json(4)))
      }
      return events
    }
  }

  public func pruneEvents(before time: Timestamp, limit: Int) async throws(StoreError) -> Int {
    try await write { writer in
      // They came in the order of their positions, so the first that is not old ends the search.
      let delete = try Query(
        writer.database,
        """
        DELETE FROM events WHERE position IN (SELECT position FROM events ORDER BY position LIMIT ?2)
          AND received_at < ?1
        """)
      delete.bind(time.nanoseconds, at: 1)
      delete.bind(Int64(max(0, limit)), at: 2)
      try delete.run()
      return writer.database.changesCount
    }
  }
}
