internal import GRDB
public import Juggler

extension SQLiteStore {
  public func register(owner name: String, until expiry: Timestamp) async throws(StoreError) -> OwnerID {
    try await write { writer in
      let insert = try Query(writer.database, "INSERT INTO owners (name, expires_at) VALUES (?1, ?2)")
      insert.bind(name, at: 1)
      insert.bind(expiry.nanoseconds, at: 2)
      try insert.run()
      return OwnerID(writer.database.lastInsertedRowID)
    }
  }

  public func renew(_ owner: OwnerID, until expiry: Timestamp) async throws(StoreError) {
    try await write { writer in
      let update = try Query(writer.database, "UPDATE owners SET expires_at = ?2 WHERE number = ?1")
      update.bind(owner.value, at: 1)
      update.bind(expiry.nanoseconds, at: 2)
      try update.run()
      if writer.database.changesCount == 0 { throw StoreError.fenced(owner) }
    }
  }

  public func evictOwners(expiredAt now: Timestamp) async throws(StoreError) -> [OwnerID] {
    try await write { writer in
      let rows = try Query(writer.database, "SELECT number FROM owners WHERE expires_at <= ?1 ORDER BY number")
      rows.bind(now.nanoseconds, at: 1)
      var expired: [OwnerID] = []
      while try rows.next() { expired.append(OwnerID(rows.integer(0))) }
      for owner in expired { try writer.remove(owner) }
      return expired
    }
  }

  public func unregister(_ owner: OwnerID) async throws(StoreError) {
    try await write { try $0.remove(owner) }
  }

  public func owners() async throws(StoreError) -> [Owner] {
    try await read { db in
      let rows = try Query(db, "SELECT number, name, expires_at FROM owners ORDER BY number")
      defer { rows.reset() }
      var owners: [Owner] = []
      while try rows.next() {
        owners.append(
          Owner(
            id: OwnerID(rows.integer(0)), name: rows.text(1), expiresAt: Timestamp(nanoseconds: rows.integer(2))))
      }
      return owners
    }
  }
}

extension Writer {
  fileprivate func remove(_ owner: OwnerID) throws {
    for sql in ["UPDATE runs SET owner = NULL WHERE owner = ?1", "DELETE FROM owners WHERE number = ?1"] {
      let statement = try Query(database, sql)
      statement.bind(owner.value, at: 1)
      try statement.run()
    }
  }
}
