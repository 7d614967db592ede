internal import GRDB
public import Juggler

extension SQLiteStore {
  public func append(_ batch: [JournalEntry], by owner: OwnerID?) async throws(StoreError) {
    let batch = EncodedBatch(batch, payloadThreshold: options.payloadThreshold)
    try await write { writer in
      try writer.check(owner)
      try writer.append(batch, by: owner)
    }
  }

  public func journal(of run: RunID, after position: Int64, limit: Int) async throws(StoreError) -> JournalPage {
    try await read { db in
      let head = try Query(db, RunReader.startSQL)
      head.bind(run, at: 1)
      guard try head.next() else { return JournalPage(entries: [], next: nil, end: position) }
      defer { head.reset() }
      let reader = EntryReader(run: run, start: try RunReader.start(head))
      let rows = try Query(db, EntryReader.sql)
      defer { rows.reset() }
      let limit = max(1, limit)
      rows.bind(head.integer(0), at: 1)
      rows.bind(position, at: 2)
      rows.bind(Int64(limit) + 1, at: 3)
      var entries: [JournalEntry] = []
      var last = position
      while try rows.next() {
        if entries.count == limit { return JournalPage(entries: entries, next: last, end: last) }
        entries.append(try reader.entry(rows))
        last = rows.integer(0)
      }
      return JournalPage(entries: entries, next: nil, end: last)
    }
  }
}
