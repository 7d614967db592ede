import GRDB
import JSON
import Juggler
import Testing

@testable import JugglerSQLite

struct FullDiskTests {
  /// Limits the file to the pages that it has, and a few more.
  private func limit(_ store: SQLiteStore, toMore pages: Int?) async throws {
    try await store.onQueue { pool in
      try pool.writeWithoutTransaction { db in
        let count = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        try db.execute(sql: "PRAGMA max_page_count = \(pages.map { count + $0 } ?? 1_000_000_000)")
      }
    }
  }

  @Test func losesNothingAcknowledgedAndGoesOnWhenThereIsRoom() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      var store = try SQLiteStore(path: path)
      let (run, late) = (Sample(0), Sample(1))
      try await store.append([run.started], by: nil)
      try await limit(store, toMore: 20)
      var acknowledged: [String] = []
      let error = try await #require(throws: StoreError.self) {
        for number in 0..<1000 {
          let name = "\(number)"
          // Both: rows that fill pages and payloads out of line. The new run of the failing batch must not stay.
          let text = JSONValue.string(name + String(repeating: "x", count: 5000))
          try await store.append([run.step(name, text), late.started, late.step(name)], by: nil)
          acknowledged.append(name)
        }
      }
      #expect(error.code == .unavailable)
      #expect(error.description.contains("is full"))
      #expect(!acknowledged.isEmpty && acknowledged.count < 1000)
      #expect(try await store.steps(run) == acknowledged)

      await #expect(throws: StoreError.self) {
        try await store.append([run.step("no", .string(.init(repeating: "y", count: 90_000)))], by: nil)
      }
      try await limit(store, toMore: nil)
      try await store.append([run.step("after"), late.step("after")], by: nil)
      acknowledged.append("after")
      #expect(try await store.steps(run) == acknowledged)
      #expect(try await store.steps(late) == acknowledged)

      try await store.close()
      store = try SQLiteStore(path: path)
      #expect(try await store.steps(run) == acknowledged)
      let problems = try await store.check()
      #expect(problems == [])
      try await store.close()
    }
  }

  @Test func forgetsARunThatStartedInAFailedBatch() async throws {
    try await withTemporaryStore { store in
      let run = Sample()
      try await limit(store, toMore: 3)
      await #expect(throws: StoreError.self) {
        try await store.append([run.started, run.step("a", .string(String(repeating: "x", count: 100_000)))], by: nil)
      }
      try await limit(store, toMore: nil)
      // It does not exist: nothing is to be appended to it, least of all to whoever gets its number.
      try await store.append([run.step("b")], by: nil)
      let other = Sample(1)
      try await store.append([other.started], by: nil)
      #expect(try await store.run(run.id) == nil)
      #expect(try await store.history(of: other.id).count == 1)
      let problems = try await store.check()
      #expect(problems == [])
    }
  }
}
