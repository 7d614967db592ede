import Foundation
import JSON
import Juggler
import JugglerSQLite
import Testing

struct MaintenanceTests {
  private func size(_ path: String) -> Int {
    ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.intValue ?? 0
  }

  @Test func backsUpWhileItIsWritten() async throws {
    try await withTemporaryFolder { folder in
      let store = try SQLiteStore(path: folder + "/runs.db")
      let run = Sample()
      try await store.append([run.started], by: nil)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for number in 0..<200 { try await store.append([run.step("\(number)")], by: nil) }
        }
        group.addTask {
          for number in 0..<5 {
            let before = try await store.steps(run).count
            let path = folder + "/backup\(number).db"
            try await store.backup(to: path)
            #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
            let copy = try SQLiteStore(path: path)
            let steps = try await copy.steps(run)
            #expect(steps == (0..<steps.count).map(String.init))
            #expect(steps.count >= before)
            let problems = try await copy.check()
            #expect(problems == [])
            try await copy.close()
          }
        }
        try await group.waitForAll()
      }
      try await store.close()
    }
  }

  @Test func doesNotOverwriteABackup() async throws {
    try await withTemporaryFolder { folder in
      let store = try SQLiteStore(path: folder + "/runs.db")
      try await store.backup(to: folder + "/backup.db")
      let error = await #expect(throws: StoreError.self) { try await store.backup(to: folder + "/backup.db") }
      #expect(error?.description.contains("exists already") == true)
      try await store.close()
    }
  }

  @Test func givesRoomBack() async throws {
    try await withTemporaryStore { store in
      let (kept, gone) = (Sample(0), (1...20).map { Sample($0) })
      let text = String(repeating: "x", count: 50_000)
      try await store.append([kept.started], by: nil)
      for (number, run) in gone.enumerated() {
        try await store.append([run.started, run.step("a", .string("\(number)\(text)")), run.ended()], by: nil)
      }
      #expect(try await store.prune(Retention(endedBefore: testStart + .seconds(9)), limit: 100) == 20)
      try await store.vacuum()
      #expect(store.size < 300_000)
      #expect(try await store.run(kept.id) != nil)
    }
  }

  @Test func keepsALargeValueOnceAndAsLongAsItIsNeeded() async throws {
    try await withTemporaryStore { store in
      let text = JSONValue.string(String(repeating: "large", count: 40_000))
      let (a, b) = (Sample(0), Sample(1))
      for run in [a, b] {
        try await store.append(
          [run.started { $0.input = text }] + (0..<10).map { run.step("\($0)", text) } + [run.ended(text)], by: nil)
      }
      let count = { try TestDatabase(store.path).integer("SELECT count(*) FROM payloads") }
      #expect(try count() == 1)
      #expect(store.size < 1_000_000)
      #expect(try await store.run(a.id)?.input == text)
      #expect(try await store.run(a.id)?.output == text)
      #expect(try await store.runs(RunQuery(omitsPayloads: true)).items.map(\.output) == [nil, nil])

      var retention = Retention(endedBefore: testStart + .seconds(9))
      #expect(try await store.prune(retention, limit: 1) == 1)
      #expect(try count() == 1)
      #expect(try await store.run(b.id)?.output == text)
      retention.workflow = .init(namespace: "test", name: "sample")
      #expect(try await store.prune(retention, limit: 1) == 1)
      #expect(try count() == 0)
    }
  }

  @Test func keepsTheLogShortWhileItIsWritten() async throws {
    try await withTemporaryStore(SQLiteOptions(checkpointPages: 100)) { store in
      let run = Sample()
      try await store.append([run.started], by: nil)
      let text = JSONValue.string(String(repeating: "x", count: 3000))
      var longest = 0
      for number in 0..<100 {
        try await store.append((0..<20).map { run.step("\(number)-\($0)", text) }, by: nil)
        longest = max(longest, size(store.path + "-wal"))
      }
      // 2,000 entries of more than 3,000 bytes each went through it.
      #expect(longest < 2_000_000)
      #expect(try await store.steps(run).count == 2000)
    }
  }

  @Test func findsEntriesWithoutTheirRun() async throws {
    try await withTemporaryStore { store in
      let run = Sample()
      try await store.append([run.started, run.step("1")], by: nil)
      try TestDatabase(store.path).execute("DELETE FROM runs")
      #expect(try await store.check() == ["2 entries of runs that do not exist"])
    }
  }

  @Test func findsAPayloadThatChanged() async throws {
    try await withTemporaryStore { store in
      let run = Sample()
      try await store.append([run.started, run.step("1", .string(String(repeating: "x", count: 9000)))], by: nil)
      try TestDatabase(store.path).execute("UPDATE payloads SET body = replace(body, 'xx', 'xy')")
      #expect(try await store.check() == ["1 payloads that are not what they were when they were written"])
    }
  }
}
