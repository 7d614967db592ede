internal import GRDB
public import Juggler

extension SQLiteStore {
  public func start(_ entry: JournalEntry, by owner: OwnerID?) async throws(StoreError) -> RunID {
    let batch = EncodedBatch([entry], payloadThreshold: options.payloadThreshold)
    return try await write { writer in
      try writer.check(owner)
      if let known = try writer.run(withKeyOf: entry) { return known }
      try writer.append(batch, by: owner)
      return entry.run
    }
  }

  public func run(_ id: RunID) async throws(StoreError) -> RunRecord? {
    try await read { db in
      let row = try Query(
        db, "SELECT \(RunReader.columns(payloads: true)) FROM \(RunReader.tables) WHERE r.id = ?1")
      defer { row.reset() }
      row.bind(id, at: 1)
      return try row.next() ? try RunReader.record(row, payloads: true) : nil
    }
  }

  public func runs(_ query: RunQuery) async throws(StoreError) -> Page<RunRecord> {
    let list = try RunList(query)
    return try await read { try list.page($0) }
  }

  public func runCounts() async throws(StoreError) -> [RunStatus: Int] {
    try await read { db in
      let rows = try Query(db, "SELECT status, count(*) FROM runs GROUP BY status")
      defer { rows.reset() }
      var counts: [RunStatus: Int] = [:]
      while try rows.next() {
        if let status = RunStatus(code: rows.integer(0)) { counts[status] = Int(rows.integer(1)) }
      }
      return counts
    }
  }

  public func transition(_ entry: JournalEntry, from statuses: Set<RunStatus>) async throws(StoreError) -> Bool {
    let batch = EncodedBatch([entry], payloadThreshold: options.payloadThreshold)
    return try await write { writer in
      let row = try Query(writer.database, "SELECT status FROM runs WHERE id = ?1 AND owner IS NULL")
      row.bind(entry.run, at: 1)
      guard try row.next() else { return false }
      let status = RunStatus(code: row.integer(0))
      row.reset()
      guard let status, statuses.contains(status) else { return false }
      try writer.append(batch, by: nil)
      return true
    }
  }
}

extension Writer {
  /// The run that has the key with which this entry would start another.
  fileprivate func run(withKeyOf entry: JournalEntry) throws -> RunID? {
    guard case .runStarted(let start) = entry.kind, let key = start.idempotencyKey else { return nil }
    let row = try Query(
      database,
      """
      SELECT r.id FROM idempotency_keys k JOIN runs r ON r.number = k.run
      WHERE k.namespace = ?1 AND k.name = ?2 AND k.key = ?3
      """)
    defer { row.reset() }
    row.bind(start.workflow.namespace, at: 1)
    row.bind(start.workflow.name, at: 2)
    row.bind(key, at: 3)
    return try row.next() ? try row.runID(0) : nil
  }
}
