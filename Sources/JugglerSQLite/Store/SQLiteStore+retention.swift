internal import GRDB
public import Juggler

extension SQLiteStore {
  public func prune(_ retention: Retention, limit: Int) async throws(StoreError) -> Int {
    try await write { writer in
      let runs = try writer.runsToPrune(retention, limit: limit)
      for run in runs { try writer.delete(run) }
      return runs.count
    }
  }
}

extension Writer {
  fileprivate func runsToPrune(_ retention: Retention, limit: Int) throws -> [Int64] {
    // Constants of ours, not texts of a user's.
    let statuses = retention.statuses.filter(\.isFinal).map { String($0.code) }.sorted().joined(separator: ", ")
    let workflow =
      retention.workflow == nil
      ? "" : "AND workflow IN (SELECT number FROM workflows WHERE namespace = ?3 AND name = ?4)"
    let rows = try Query(
      database,
      """
      SELECT number FROM runs INDEXED BY runs_ended WHERE ended_at < ?1 AND status IN (\(statuses)) \(workflow)
      ORDER BY ended_at, number LIMIT ?2
      """)
    rows.bind(retention.endedBefore.nanoseconds, at: 1)
    rows.bind(Int64(max(0, limit)), at: 2)
    if let workflow = retention.workflow {
      rows.bind(workflow.namespace, at: 3)
      rows.bind(workflow.name, at: 4)
    }
    var numbers: [Int64] = []
    while try rows.next() { numbers.append(rows.integer(0)) }
    return numbers
  }

  fileprivate func delete(_ number: Int64) throws {
    let payloads = try payloads(of: number)
    try run("DELETE FROM journal WHERE run = ?1", number)
    try run("DELETE FROM tags WHERE run = ?1", number)
    try run(
      """
      DELETE FROM idempotency_keys WHERE run = ?1 AND (namespace, name, key) = (
        SELECT w.namespace, w.name, r.idempotency_key FROM \(RunReader.tables) WHERE r.number = ?1)
      """, number)
    let id = try Query(database, "DELETE FROM runs WHERE number = ?1 RETURNING id")
    id.bind(number, at: 1)
    if try id.next() { forget(try id.runID(0)) }
    id.reset()
    for payload in payloads {
      try run(
        "DELETE FROM payloads WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM journal WHERE payload = ?1)", payload)
    }
  }

  private func payloads(of number: Int64) throws -> Set<Int64> {
    let rows = try Query(database, "SELECT payload FROM journal WHERE run = ?1 AND payload IS NOT NULL")
    rows.bind(number, at: 1)
    var payloads: Set<Int64> = []
    while try rows.next() { payloads.insert(rows.integer(0)) }
    return payloads
  }

  private func run(_ sql: String, _ number: Int64) throws {
    let statement = try Query(database, sql)
    statement.bind(number, at: 1)
    try statement.run()
  }
}
