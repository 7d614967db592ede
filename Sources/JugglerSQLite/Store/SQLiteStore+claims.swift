internal import GRDB
public import Juggler

extension SQLiteStore {
  public func claimDueRuns(
    for owner: OwnerID, at now: Timestamp, limit: Int
  ) async throws(StoreError) -> [RunRecord] {
    try await write { writer in
      try writer.check(owner)
      try writer.markDueRuns(at: now)
      return try writer.readyRuns(limit: limit).map { number in
        try writer.claim(number, for: owner)
        return try writer.record(number)
      }
    }
  }

  public func claim(_ run: RunID, for owner: OwnerID) async throws(StoreError) -> Bool {
    try await write { writer in
      try writer.check(owner)
      let update = try Query(
        writer.database, "UPDATE runs SET owner = ?2 WHERE id = ?1 AND owner IS NULL AND status < ?3")
      update.bind(run, at: 1)
      update.bind(owner.value, at: 2)
      update.bind(RunStatus.firstFinalCode, at: 3)
      try update.run()
      return writer.database.changesCount > 0
    }
  }

  public func nextWake() async throws(StoreError) -> Timestamp? {
    try await read { db in
      // The least of each half of the index, one look each.
      let row = try Query(
        db,
        """
        SELECT min(earliest) FROM (
          SELECT min(wakes_at) AS earliest FROM runs WHERE is_due = 0 AND \(Schema0001.wakeCondition)
          UNION ALL SELECT min(wakes_at) FROM runs WHERE is_due = 1 AND \(Schema0001.wakeCondition))
        """)
      defer { row.reset() }
      return try row.next() ? row.optionalInteger(0).map { Timestamp(nanoseconds: $0) } : nil
    }
  }
}

extension Writer {
  /// Moves those whose time has come to where the ready ones are in order: each once, however many claims follow.
  fileprivate func markDueRuns(at now: Timestamp) throws {
    let update = try Query(
      database,
      "UPDATE runs SET is_due = 1 WHERE is_due = 0 AND wakes_at <= ?1 AND \(Schema0001.wakeCondition)")
    update.bind(now.nanoseconds, at: 1)
    try update.run()
  }

  fileprivate func readyRuns(limit: Int) throws -> [Int64] {
    let rows = try Query(
      database,
      "SELECT number FROM runs WHERE \(Schema0001.readyCondition) ORDER BY priority DESC, id LIMIT ?1")
    rows.bind(Int64(max(0, limit)), at: 1)
    var numbers: [Int64] = []
    while try rows.next() { numbers.append(rows.integer(0)) }
    return numbers
  }

  fileprivate func claim(_ number: Int64, for owner: OwnerID) throws {
    let update = try Query(database, "UPDATE runs SET owner = ?2 WHERE number = ?1")
    update.bind(number, at: 1)
    update.bind(owner.value, at: 2)
    try update.run()
  }

  fileprivate func record(_ number: Int64) throws -> RunRecord {
    let row = try Query(
      database, "SELECT \(RunReader.columns(payloads: true)) FROM \(RunReader.tables) WHERE r.number = ?1")
    defer { row.reset() }
    row.bind(number, at: 1)
    guard try row.next() else { throw CorruptRow("run number \(number) has no workflow") }
    return try RunReader.record(row, payloads: true)
  }
}
