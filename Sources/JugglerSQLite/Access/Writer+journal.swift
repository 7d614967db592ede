import GRDB
import JSON
import Juggler

extension Writer {
  func append(_ batch: EncodedBatch, by owner: OwnerID?) throws {
    try batch.bytes.withUnsafeBufferPointer { bytes in
      for row in batch.rows { try append(row, bytes, by: owner) }
    }
  }

  private func append(_ row: EncodedBatch.Row, _ bytes: UnsafeBufferPointer<UInt8>, by owner: OwnerID?) throws {
    let run = row.entry.run
    if case .runStarted(let start) = row.entry.kind {
      guard let number = try insertRun(row.entry, start, by: owner) else { return }
      remember(number, of: run)
      return try insertEntry(row, bytes, of: number)
    }
    // Like every store: what belongs to a run that does not exist is nobody's.
    guard let number = try number(of: run) else { return }
    try insertEntry(row, bytes, of: number)
    let position = database.lastInsertedRowID
    switch row.entry.kind {
    case .runStarted, .stepEnded, .timerSet, .childStarted: break
    case .signalReceived: _ = try request(.wake, of: number)
    case .moved(let status, let wakesAt): try move(number, to: status, wakesAt: wakesAt, at: row.entry.at)
    case .halted: try suspend(number, error: position)
    case .retried: try retry(number)
    case .runEnded(let outcome):
      try end(number, outcome, at: row.entry.at, position: position)
      forget(run)
    }
  }

  private func insertEntry(
    _ row: EncodedBatch.Row, _ bytes: UnsafeBufferPointer<UInt8>, of number: Int64
  ) throws {
    let insert = statements.insertEntry
    insert.bind(number, at: 1)
    insert.bind(row.code.rawValue, at: 2)
    insert.bind(row.entry.at.nanoseconds, at: 3)
    insert.bind(row.entry.since.map { row.entry.at.nanoseconds &- $0.nanoseconds }, at: 4)
    if let name = row.name { insert.bind(staticText: bytes[name], at: 5) } else { insert.bindNull(at: 5) }
    var payload: Int64?
    switch row.body {
    case .null: insert.bindNull(at: 6)
    case .integer(let value): insert.bind(value, at: 6)
    case .run(let id): insert.bind(id, at: 6)
    case .text(let range): insert.bind(staticText: bytes[range], at: 6)
    case .payload(let range, let hash):
      insert.bindNull(at: 6)
      payload = try self.number(ofPayload: bytes[range], hash: hash)
    }
    insert.bind(payload, at: 7)
    try insert.run()
  }

  private func number(ofPayload text: Slice<UnsafeBufferPointer<UInt8>>, hash: [UInt8]) throws -> Int64 {
    statements.findPayload.bind(bytes: hash, at: 1)
    if try statements.findPayload.next() {
      defer { statements.findPayload.reset() }
      return statements.findPayload.integer(0)
    }
    statements.insertPayload.bind(bytes: hash, at: 1)
    statements.insertPayload.bind(staticText: text, at: 2)
    try statements.insertPayload.run()
    return database.lastInsertedRowID
  }

  // MARK: Records

  /// The number of the new run; `nil` when it exists.
  private func insertRun(_ entry: JournalEntry, _ start: RunStart, by owner: OwnerID?) throws -> Int64? {
    let insert = statements.insertRun
    insert.bind(entry.run, at: 1)
    insert.bind(try number(of: start.workflow, digest: start.digest), at: 2)
    insert.bind(start.status.code, at: 3)
    insert.bind(entry.at.nanoseconds, at: 4)
    insert.bind(start.status == .running ? entry.at.nanoseconds : nil, at: 5)
    insert.bind(start.isUnowned ? nil : owner?.value, at: 6)
    insert.bind(Int64(start.priority), at: 7)
    insert.bind(start.parent, at: 8)
    insert.bind(start.forkedFrom, at: 9)
    insert.bind(start.continues, at: 10)
    insert.bind(start.tags.isEmpty ? nil : start.tags.json.serialized(.sorted), at: 11)
    insert.bind(start.idempotencyKey, at: 12)
    insert.bind(start.concurrencyKey, at: 13)
    try insert.run()
    guard database.changesCount > 0 else { return nil }
    let number = database.lastInsertedRowID
    if !start.tags.isEmpty { try insertTags(start.tags, of: number) }
    if let key = start.idempotencyKey { try insertKey(key, start.workflow, of: number) }
    return number
  }

  private func insertTags(_ tags: [String: String], of number: Int64) throws {
    let row = try Query(database, "INSERT INTO tags (key, value, run) VALUES (?1, ?2, ?3)")
    for (key, value) in tags {
      row.bind(key, at: 1)
      row.bind(value, at: 2)
      row.bind(number, at: 3)
      try row.run()
    }
  }

  private func insertKey(_ key: String, _ workflow: WorkflowReference, of number: Int64) throws {
    let insert = try Query(
      database, "INSERT OR REPLACE INTO idempotency_keys (namespace, name, key, run) VALUES (?1, ?2, ?3, ?4)")
    insert.bind(workflow.namespace, at: 1)
    insert.bind(workflow.name, at: 2)
    insert.bind(key, at: 3)
    insert.bind(number, at: 4)
    try insert.run()
  }

  private func move(_ number: Int64, to status: RunStatus, wakesAt: Timestamp?, at time: Timestamp) throws {
    let move: Query
    switch status {
    case .running:
      move = statements.moveToRunning
      move.bind(time.nanoseconds, at: 4)
    case .suspended: return try suspend(number, wakesAt: wakesAt, error: nil)
    case .waiting, .pending: move = statements.release
    case .cancelled, .faulted, .completed: move = statements.move
    }
    move.bind(number, at: 1)
    move.bind(status.code, at: 2)
    move.bind(wakesAt?.nanoseconds, at: 3)
    try move.run()
  }

  private func suspend(_ number: Int64, wakesAt: Timestamp? = nil, error position: Int64?) throws {
    let suspend = statements.moveToSuspended
    suspend.bind(number, at: 1)
    suspend.bind(RunStatus.suspended.code, at: 2)
    suspend.bind(wakesAt?.nanoseconds, at: 3)
    suspend.bind(RunRequest.suspend.code, at: 4)
    suspend.bind(position, at: 5)
    try suspend.run()
  }

  private func retry(_ number: Int64) throws {
    statements.retry.bind(number, at: 1)
    statements.retry.bind(RunStatus.pending.code, at: 2)
    statements.retry.bindNull(at: 3)
    try statements.retry.run()
  }

  private func end(_ number: Int64, _ outcome: RunOutcome, at time: Timestamp, position: Int64) throws {
    let end = statements.end
    var (output, error, successor): (Int64?, Int64?, RunID?)
    switch outcome {
    case .completed: output = position
    case .faulted: error = position
    case .continued(let run): successor = run
    case .cancelled: break
    }
    end.bind(number, at: 1)
    end.bind(outcome.status.code, at: 2)
    end.bind(time.nanoseconds, at: 3)
    end.bind(output, at: 4)
    end.bind(error, at: 5)
    end.bind(successor, at: 6)
    try end.run()
    _ = try ask(statements.requestOfParent, .wake, number)
  }

  /// Leaves a request with a run, unless there is a stronger one or the run is over; whether it is not.
  func request(_ request: RunRequest, of number: Int64) throws -> Bool {
    try ask(statements.request, request, number)
  }

  private func ask(_ statement: Query, _ request: RunRequest, _ number: Int64) throws -> Bool {
    statement.bind(number, at: 1)
    statement.bind(request.code, at: 2)
    statement.bind(RunStatus.firstFinalCode, at: 3)
    try statement.run()
    return database.changesCount > 0
  }
}
