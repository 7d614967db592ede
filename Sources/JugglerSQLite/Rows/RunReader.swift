import JSON
import Juggler

/// Reads the rows of runs, joined with what belongs to them.
enum RunReader {
  /// - Parameter payloads: whether input and output are wanted too.
  static func columns(payloads: Bool) -> String {
    """
    r.id, w.namespace, w.name, w.version, w.digest, r.status, r.created_at, r.started_at, r.ended_at, r.wakes_at,
    r.owner, r.request, r.priority, r.parent, r.forked_from, r.continues, r.continued_as, r.tags, r.idempotency_key,
    r.concurrency_key, r.output, r.error, \(body("j.position = r.error")),
    \(payloads ? body("j.position = (SELECT min(f.position) FROM journal f WHERE f.run = r.number)") : "NULL"),
    \(payloads ? body("j.position = r.output") : "NULL")
    """
  }

  static let tables = "runs r JOIN workflows w ON w.number = r.workflow"

  private static func body(_ condition: String) -> String {
    """
    (SELECT CASE WHEN j.payload IS NULL THEN j.body ELSE (SELECT p.body FROM payloads p WHERE p.number = j.payload) END
    FROM journal j WHERE \(condition))
    """
  }

  static func record(_ row: Query, payloads: Bool) throws -> RunRecord {
    let id = try row.runID(0)
    guard let status = RunStatus(code: row.integer(5)) else {
      throw CorruptRow("run \(id) has the status \(row.integer(5)), which nobody writes")
    }
    func time(_ column: Int32) -> Timestamp? {
      row.optionalInteger(column).map { Timestamp(nanoseconds: $0) }
    }
    var record = RunRecord(
      id: id, workflow: WorkflowReference(namespace: row.text(1), name: row.text(2), version: row.text(3)),
      digest: row.text(4), status: status, input: payloads ? try row.json(23) : .null,
      createdAt: Timestamp(nanoseconds: row.integer(6)), startedAt: time(7), endedAt: time(8))
    if payloads, !row.isNull(20) { record.output = try row.json(24) }
    if !row.isNull(21) { record.error = Fault(json: try row.json(22)) }
    record.wakesAt = time(9)
    record.owner = row.optionalInteger(10).map { OwnerID($0) }
    record.request = row.optionalInteger(11).flatMap { RunRequest(code: $0) }
    record.priority = Int(row.integer(12))
    record.parent = try row.optionalRunID(13)
    record.forkedFrom = try row.optionalRunID(14)
    record.continues = try row.optionalRunID(15)
    record.continuedAs = try row.optionalRunID(16)
    record.tags = try tags(row, 17)
    record.idempotencyKey = row.optionalText(18)
    record.concurrencyKey = row.optionalText(19)
    return record
  }

  private static func tags(_ row: Query, _ column: Int32) throws -> [String: String] {
    if row.isNull(column) { return [:] }
    return try row.json(column).objectValue?.reduce(into: [:]) { $0[$1.key] = $1.value.stringValue } ?? [:]
  }

  /// A run's row alone; `nil` when there is none. The start has no input.
  static let startSQL = """
    SELECT r.number, w.namespace, w.name, w.version, w.digest, r.parent, r.forked_from, r.continues, r.tags, r.priority,
      r.idempotency_key, r.concurrency_key
    FROM \(tables) WHERE r.id = ?1
    """

  static func start(_ row: Query) throws -> RunStart {
    RunStart(
      workflow: WorkflowReference(namespace: row.text(1), name: row.text(2), version: row.text(3)),
      digest: row.text(4), input: .null, parent: try row.optionalRunID(5), forkedFrom: try row.optionalRunID(6),
      continues: try row.optionalRunID(7), tags: try tags(row, 8), priority: Int(row.integer(9)),
      idempotencyKey: row.optionalText(10), concurrencyKey: row.optionalText(11))
  }
}
