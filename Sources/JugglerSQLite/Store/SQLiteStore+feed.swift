internal import GRDB
public import Juggler

extension SQLiteStore {
  public func feed(of run: RunID?, after position: Int64, limit: Int) async throws(StoreError) -> [FeedItem] {
    try await read { db in
      var number: Int64?
      if let run {
        let row = try Query(db, "SELECT number FROM runs WHERE id = ?1")
        defer { row.reset() }
        row.bind(run, at: 1)
        guard try row.next() else { return [] }
        number = row.integer(0)
      }
      let rows = try Query(db, EntryReader.feedSQL(ofOneRun: run != nil))
      defer { rows.reset() }
      rows.bind(position, at: 1)
      rows.bind(Int64(max(1, limit)), at: 2)
      if let number { rows.bind(number, at: 3) }
      var readers: [RunID: EntryReader] = [:]
      var items: [FeedItem] = []
      while try rows.next() {
        let run = try rows.runID(7)
        let reader = try readers[run] ?? EntryReader(of: run, db)
        readers[run] = reader
        items.append(FeedItem(position: rows.integer(0), entry: try reader.entry(rows)))
      }
      return items
    }
  }

  public func feedPositions() async throws(StoreError) -> FeedPositions {
    try await read { db in
      let row = try Query(
        db,
        """
        SELECT coalesce((SELECT max(position) FROM journal), 0),
          coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0)
        """)
      defer { row.reset() }
      guard try row.next() else { return FeedPositions(journal: 0, events: 0) }
      return FeedPositions(journal: row.integer(0), events: row.integer(1))
    }
  }
}

extension EntryReader {
  /// As `sql`, with the run's id behind it.
  fileprivate static func feedSQL(ofOneRun: Bool) -> String {
    """
    SELECT j.position, j.kind, j.at, j.took, j.name, CASE WHEN j.payload IS NULL THEN j.body ELSE p.body END,
      j.payload IS NOT NULL AND p.number IS NULL, r.id
    FROM journal j JOIN runs r ON r.number = j.run LEFT JOIN payloads p ON p.number = j.payload
    WHERE j.position > ?1 \(ofOneRun ? "AND j.run = ?3" : "") ORDER BY j.position LIMIT ?2
    """
  }

  fileprivate init(of run: RunID, _ db: Database) throws {
    let head = try Query(db, RunReader.startSQL)
    defer { head.reset() }
    head.bind(run, at: 1)
    guard try head.next() else { throw CorruptRow("the journal of run \(run) has no run") }
    self.init(run: run, start: try RunReader.start(head))
  }
}
