import Foundation
import GRDB
import JSON
import Juggler
import Testing

@testable import JugglerSQLite

/// An engine on a file that cannot be written for a while, or that turns out to be damaged.
struct UnavailableServiceTests {
  private static let steps = 12

  /// Each step's output fills some pages; what was done is in the log.
  private func work(_ log: Log<String>, size: Int = 3000) -> TestWorkflow {
    TestWorkflow { _, context in
      for number in 0..<Self.steps {
        _ = try await context.step("\(number)") {
          log.append("\(context.run)/\(number)")
          try await ContinuousClock().sleep(for: .milliseconds(1))
          return JSONValue.string(String(repeating: "\(number % 10)", count: size) + "\(context.run)")
        }
      }
      return "done"
    }
  }

  /// How many pages more the file may get; `nil` for as many as it likes.
  private func limit(_ store: SQLiteStore, toMore pages: Int?) async throws {
    try await store.onQueue { pool in
      try pool.writeWithoutTransaction { db in
        let count = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        try db.execute(sql: "PRAGMA max_page_count = \(pages.map { count + $0 } ?? 1_000_000_000)")
      }
    }
  }

  /// Starts runs, makes the store unavailable when they are under way, waits for longer than the lease, and lets go.
  private func expectRunsToPause(
    _ store: SQLiteStore, block: @escaping @Sendable () async throws -> Void,
    unblock: @escaping @Sendable () async throws -> Void
  ) async throws {
    let log = Log<String>()
    let work = work(log)
    let engine = Engine.test(store, WorkflowRegistry(work))
    try await serving(engine) {
      var handles: [RunHandle] = []
      for _ in 0..<20 { handles.append(try await engine.start(work, input: .null)) }
      try await block()
      try await eventually("paused") {
        let count = log.count
        try await ContinuousClock().sleep(for: .milliseconds(200))
        return log.count == count
      }
      let performed = log.count
      #expect(performed < 20 * Self.steps)
      // Longer than the lease, which cannot be renewed meanwhile.
      try await ContinuousClock().sleep(for: .milliseconds(2500))
      #expect(log.count == performed)
      try await unblock()
      for handle in handles { #expect(try await handle.output() == "done") }
      // Every step was performed once: also those whose outcome could not be written for so long.
      #expect(log.count == 20 * Self.steps)
      #expect(Set(log.values).count == 20 * Self.steps)
      for handle in handles {
        let ended = try await store.history(of: handle.id).compactMap { entry in
          if case .stepEnded(let id, _) = entry.kind { id.task } else { nil }
        }
        #expect(ended == (0..<Self.steps).map(String.init))
      }
    }
    let problems = try await store.check()
    #expect(problems == [])
  }

  @Test func runsPauseWhileTheDiskIsFull() async throws {
    try await withTemporaryStore { store in
      try await expectRunsToPause(store) {
        try await limit(store, toMore: 10)
      } unblock: {
        try await limit(store, toMore: nil)
      }
    }
  }

  @Test func runsPauseWhileAnotherProcessHoldsTheLock() async throws {
    try await withTemporaryStore(SQLiteOptions(lockTimeout: .milliseconds(50))) { store in
      let other = Log<TestDatabaseBox>()
      try await expectRunsToPause(store) {
        let database = TestDatabaseBox(try TestDatabase(store.path))
        // Between two commits; the first try may find it locked.
        try await eventually("locked") { (try? database.value.execute("BEGIN IMMEDIATE")) != nil }
        other.append(database)
      } unblock: {
        try other.values[0].value.execute("COMMIT")
      }
    }
  }

  @Test func anEngineOnADamagedFileEndsAndSaysSo() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      var store = try SQLiteStore(path: path)
      let log = Log<String>()
      let work = work(log)
      let starter = Engine.test(store, WorkflowRegistry(work))
      for _ in 0..<20 { _ = try await starter.start(work, input: .null) }
      try await store.close()
      // The index by which the engine finds what is due.
      let page = try TestDatabase(path).integer("SELECT rootpage FROM sqlite_schema WHERE name = 'runs_ready'")
      let file = try FileHandle(forUpdating: URL(filePath: path))
      try file.seek(toOffset: UInt64((page - 1) * 4096))
      try file.write(contentsOf: Data(repeating: 0xAA, count: 4096))
      try file.close()

      store = try SQLiteStore(path: path)
      let engine = Engine.test(store, WorkflowRegistry(work))
      let error = await #expect(throws: StoreError.self) { try await engine.run() }
      #expect(error?.code == .corrupt)
      #expect(error?.description.contains("juggler store check") == true)
      #expect(log.count == 0)
      try? await store.close()
    }
  }

  @Test func aRunWhoseJournalIsDamagedIsHaltedAndTheOthersGoOn() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      let store = try SQLiteStore(path: path)
      let log = Log<String>()
      let work = work(log, size: 10)
      let starter = Engine.test(store, WorkflowRegistry(work))
      let (bad, good) = (try await starter.start(work, input: 1), try await starter.start(work, input: 2))
      try await store.append(
        [JournalEntry(run: bad.id, at: .now, kind: .stepEnded(StepID(task: "0"), .completed(1)))], by: nil)
      try TestDatabase(path).execute("UPDATE journal SET body = '{]' WHERE name = '0'")
      let engine = Engine.test(store, WorkflowRegistry(work))
      try await serving(engine) {
        #expect(try await engine.handle(of: good.id).output() == "done")
        try await eventually("halted") { try await store.run(bad.id)?.status == .suspended }
        #expect(try await store.run(bad.id)?.error?.title == "Unreadable Journal")
      }
      try await store.close()
    }
  }
}

/// A connection that is handed from one task to another, and never used by two.
final class TestDatabaseBox: @unchecked Sendable {
  let value: TestDatabase

  init(_ value: TestDatabase) { self.value = value }
}
