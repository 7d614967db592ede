import GRDB

/// What the writer does all the time, prepared once.
struct WriterStatements {
  let begin: Query
  let commit: Query
  let rollback: Query
  let dataVersion: Query
  let owner: Query
  let findRun: Query
  let findWorkflow: Query
  let insertWorkflow: Query
  let insertRun: Query
  let insertEntry: Query
  let findPayload: Query
  let insertPayload: Query
  let move: Query
  let moveToRunning: Query
  let moveToSuspended: Query
  let release: Query
  let retry: Query
  let end: Query
  let request: Query
  let requestOfParent: Query

  init(_ db: Database) throws {
    begin = try Query(preparing: "BEGIN IMMEDIATE", in: db)
    commit = try Query(preparing: "COMMIT", in: db)
    rollback = try Query(preparing: "ROLLBACK", in: db)
    dataVersion = try Query(preparing: "PRAGMA data_version", in: db)
    owner = try Query(preparing: "SELECT 1 FROM owners WHERE number = ?1", in: db)
    findRun = try Query(preparing: "SELECT number FROM runs WHERE id = ?1", in: db)
    findWorkflow = try Query(
      preparing: """
        SELECT number FROM workflows WHERE namespace = ?1 AND name = ?2 AND version = ?3 AND digest = ?4
        """, in: db)
    insertWorkflow = try Query(
      preparing: "INSERT INTO workflows (namespace, name, version, digest) VALUES (?1, ?2, ?3, ?4)", in: db)
    insertRun = try Query(
      preparing: """
        INSERT INTO runs (id, workflow, status, created_at, started_at, owner, priority, parent, forked_from, continues,
          tags, idempotency_key, concurrency_key)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (id) DO NOTHING
        """, in: db)
    insertEntry = try Query(
      preparing: """
        INSERT INTO journal (run, kind, at, took, name, body, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """, in: db)
    findPayload = try Query(preparing: "SELECT number FROM payloads WHERE hash = ?1", in: db)
    insertPayload = try Query(preparing: "INSERT INTO payloads (hash, body) VALUES (?1, ?2)", in: db)
    let moved = "status = ?2, wakes_at = ?3, is_due = 0, error = NULL"
    move = try Query(preparing: "UPDATE runs SET \(moved) WHERE number = ?1", in: db)
    moveToRunning = try Query(
      preparing: "UPDATE runs SET \(moved), started_at = coalesce(started_at, ?4) WHERE number = ?1", in: db)
    moveToSuspended = try Query(
      preparing: """
        UPDATE runs SET status = ?2, wakes_at = ?3, is_due = 0, error = ?5, owner = NULL, request = nullif(request, ?4)
        WHERE number = ?1
        """, in: db)
    release = try Query(preparing: "UPDATE runs SET \(moved), owner = NULL WHERE number = ?1", in: db)
    retry = try Query(
      preparing: """
        UPDATE runs SET \(moved), owner = NULL, request = NULL, ended_at = NULL, output = NULL WHERE number = ?1
        """, in: db)
    end = try Query(
      preparing: """
        UPDATE runs SET status = ?2, wakes_at = NULL, is_due = 0, owner = NULL, request = NULL, ended_at = ?3,
          output = coalesce(?4, output), error = ?5, continued_as = coalesce(?6, continued_as)
        WHERE number = ?1
        """, in: db)
    let ask = "UPDATE runs SET request = max(coalesce(request, ?2), ?2)"
    request = try Query(preparing: "\(ask) WHERE number = ?1 AND status < ?3", in: db)
    requestOfParent = try Query(
      preparing: "\(ask) WHERE id = (SELECT parent FROM runs WHERE number = ?1) AND status < ?3", in: db)
  }
}
