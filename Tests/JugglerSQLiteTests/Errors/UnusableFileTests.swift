import Foundation
import Juggler
import JugglerSQLite
import Testing

struct UnusableFileTests {
  private func openError(_ path: String) -> StoreError? {
    do {
      _ = try SQLiteStore(path: path)
      return nil
    } catch {
      return error
    }
  }

  @Test func refusesATextFile() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/notes.txt"
      try Data(String(repeating: "not a database\n", count: 100).utf8).write(to: URL(filePath: path))
      let error = try #require(openError(path))
      #expect(error.code == .incompatible)
      #expect(error.description.contains("is not an SQLite database"))
    }
  }

  @Test func refusesTheDatabaseOfAnotherProgramAndLeavesItAlone() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/other.db"
      try TestDatabase(path).execute("CREATE TABLE theirs (x)")
      let error = try #require(openError(path))
      #expect(error.code == .incompatible)
      #expect(error.description.contains("not a store of Juggler"))
      #expect(try TestDatabase(path).integer("SELECT count(*) FROM sqlite_schema") == 1)
    }
  }

  @Test func refusesANewerSchemaAndSaysSo() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      try await SQLiteStore(path: path).close()
      try TestDatabase(path).execute("INSERT INTO grdb_migrations VALUES ('0042 from the future')")
      let error = try #require(openError(path))
      #expect(error.code == .incompatible)
      #expect(error.description.contains("newer version of Juggler"))
      #expect(error.description.contains("0042 from the future"))
    }
  }

  @Test func saysWhichFolderIsMissing() throws {
    let error = try #require(openError("/nowhere/at/all/runs.db"))
    #expect(error.code == .unavailable)
    #expect(error.description.contains("/nowhere/at/all/runs.db cannot be opened"))
  }

  @Test func findsDamage() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      let store = try SQLiteStore(path: path)
      let run = Sample()
      try await store.append([run.started] + (0..<2000).map { run.step("step \($0)") }, by: nil)
      try await store.close()
      let file = try FileHandle(forUpdating: URL(filePath: path))
      let pages = Int(try file.seekToEnd()) / 4096
      for page in 40..<(pages - 1) {
        try file.seek(toOffset: UInt64(page * 4096))
        try file.write(contentsOf: Data(repeating: 0xAA, count: 4096))
      }
      try file.close()

      let damaged = try SQLiteStore(path: path)
      do {
        #expect(try await damaged.check() != [])
      } catch let error as StoreError {
        #expect(error.code == .corrupt)
      }
      let error = await #expect(throws: StoreError.self) { _ = try await damaged.history(of: run.id) }
      #expect(error?.code == .corrupt)
      #expect(error?.description.contains("juggler store check") == true)
      try? await damaged.close()
    }
  }

  @Test func saysThatAnotherProcessHoldsTheLock() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      let store = try SQLiteStore(path: path, options: SQLiteOptions(lockTimeout: .milliseconds(20)))
      let run = Sample()
      let other = try TestDatabase(path)
      try other.execute("BEGIN IMMEDIATE")
      let error = await #expect(throws: StoreError.self) { try await store.append([run.started], by: nil) }
      #expect(error?.code == .unavailable)
      #expect(error?.description.contains("locked by another process") == true)
      // Reading goes on beside a writer.
      #expect(try await store.run(run.id) == nil)
      try other.execute("COMMIT")
      try await store.append([run.started], by: nil)
      #expect(try await store.run(run.id) != nil)
      try await store.close()
    }
  }

  @Test func throwsClosedOnceItIsClosed() async throws {
    try await withTemporaryFolder { folder in
      let store = try SQLiteStore(path: folder + "/runs.db")
      try await store.close()
      let run = Sample()
      let writing = await #expect(throws: StoreError.self) { try await store.append([run.started], by: nil) }
      #expect(writing?.code == .closed)
      let reading = await #expect(throws: StoreError.self) { _ = try await store.run(run.id) }
      #expect(reading?.code == .closed)
      try await store.close()
    }
  }
}
