import GRDB
import JSON
import Juggler

/// Reads the entries of one run.
struct EntryReader {
  /// Of each row: position, kind, at, took, name, body.
  static let sql = """
    SELECT j.position, j.kind, j.at, j.took, j.name, CASE WHEN j.payload IS NULL THEN j.body ELSE p.body END,
      j.payload IS NOT NULL AND p.number IS NULL
    FROM journal j LEFT JOIN payloads p ON p.number = j.payload
    WHERE j.run = ?1 AND j.position > ?2 ORDER BY j.position LIMIT ?3
    """

  let run: RunID
  /// What a start says; it is in the run's row. Its input and status are not.
  let start: RunStart

  func entry(_ row: Query) throws -> JournalEntry {
    if row.integer(6) != 0 { throw CorruptRow("the payload of entry \(row.integer(0)) of run \(run) is missing") }
    guard let code = EntryCode(rawValue: row.integer(1)) else {
      throw CorruptRow("entry \(row.integer(0)) of run \(run) is of kind \(row.integer(1)), which nobody writes")
    }
    let at = Timestamp(nanoseconds: row.integer(2))
    // Wrapping, so that the two add up again whatever they are.
    let since = row.optionalInteger(3).map { Timestamp(nanoseconds: at.nanoseconds &- $0) }
    return JournalEntry(run: run, at: at, since: since, kind: try kind(code, row))
  }

  private func kind(_ code: EntryCode, _ row: Query) throws -> JournalEntry.Kind {
    switch code {
    case .runStarted:
      guard let mark = StartMark(parsing: row.text(4)) else { throw corrupt(row, "status '\(row.text(4))'") }
      var start = start
      start.input = try json(row)
      start.status = mark.status
      start.isUnowned = mark.isUnowned
      return .runStarted(start)
    case .stepCompleted: return .stepEnded(try step(row), .completed(try json(row)))
    case .stepFaulted: return .stepEnded(try step(row), .faulted(try fault(row)))
    case .timerSet: return .timerSet(try step(row), wakesAt: Timestamp(nanoseconds: row.integer(5)))
    case .childStarted: return .childStarted(try step(row), try row.runID(5))
    case .signalReceived: return .signalReceived(Signal(name: row.text(4), payload: try json(row)))
    case .moved:
      guard let status = RunStatus(rawValue: row.text(4)) else { throw corrupt(row, "status '\(row.text(4))'") }
      return .moved(to: status, wakesAt: row.optionalInteger(5).map { Timestamp(nanoseconds: $0) })
    case .halted: return .halted(try fault(row))
    case .retried:
      let steps = try json(row).arrayValue?.map { $0.stringValue.flatMap { StepID(parsing: $0) } }
      guard let steps, !steps.contains(nil) else { throw corrupt(row, "list of steps") }
      return .retried(forgetting: steps.compactMap { $0 })
    case .runCompleted: return .runEnded(.completed(try json(row)))
    case .runFaulted: return .runEnded(.faulted(try fault(row)))
    case .runCancelled: return .runEnded(.cancelled)
    case .runContinued: return .runEnded(.continued(as: try row.runID(5)))
    }
  }

  private func step(_ row: Query) throws -> StepID {
    guard let id = StepID(parsing: row.bytes(4)) else { throw corrupt(row, "step '\(row.text(4))'") }
    return id
  }

  private func fault(_ row: Query) throws -> Fault {
    guard let fault = Fault(json: try json(row)) else { throw corrupt(row, "fault") }
    return fault
  }

  private func json(_ row: Query) throws -> JSONValue { try row.json(5) }

  private func corrupt(_ row: Query, _ what: String) -> CorruptRow {
    CorruptRow("entry \(row.integer(0)) of run \(run) has a \(what) that cannot be read")
  }
}

extension Query {
  /// JSON text; NULL is `null`.
  func json(_ column: Int32) throws -> JSONValue {
    if isNull(column) { return .null }
    return try JSONValue(parsing: bytes(column).span, options: JSONParsingOptions(depthLimit: .max))
  }
}
