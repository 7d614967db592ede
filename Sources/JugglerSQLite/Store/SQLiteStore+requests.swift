internal import GRDB
public import Juggler

extension SQLiteStore {
  public func request(_ request: RunRequest, of run: RunID) async throws(StoreError) -> Bool {
    try await write { writer in
      guard let number = try writer.number(of: run) else { return false }
      return try writer.request(request, of: number)
    }
  }

  public func requests(to owner: OwnerID) async throws(StoreError) -> [RunID: RunRequest] {
    try await read { db in
      let rows = try Query(db, "SELECT id, request FROM runs WHERE owner = ?1 AND request IS NOT NULL")
      defer { rows.reset() }
      rows.bind(owner.value, at: 1)
      var requests: [RunID: RunRequest] = [:]
      while try rows.next() { requests[try rows.runID(0)] = RunRequest(code: rows.integer(1)) }
      return requests
    }
  }

  public func clear(_ request: RunRequest, of run: RunID) async throws(StoreError) {
    try await write { writer in
      let update = try Query(writer.database, "UPDATE runs SET request = NULL WHERE id = ?1 AND request = ?2")
      update.bind(run, at: 1)
      update.bind(request.code, at: 2)
      try update.run()
    }
  }
}
