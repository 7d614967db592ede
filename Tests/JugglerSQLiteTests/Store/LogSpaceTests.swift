import Foundation
import Juggler
import JugglerSQLite
import Testing

/// The log's file is longer than what is in it, and nobody notices.
struct LogSpaceTests {
  private func size(_ path: String) -> Int {
    ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.intValue ?? 0
  }

  private func append(_ steps: Range<Int>, of run: Sample, to store: SQLiteStore) async throws {
    for number in steps { try await store.append([run.step("\(number)")], by: nil) }
  }

  @Test func isLengthenedAMebibyteAtATime() async throws {
    try await withTemporaryFolder { folder in
      let store = try SQLiteStore(path: folder + "/runs.db")
      let run = Sample()
      try await store.append([run.started], by: nil)
      try await append(0..<3, of: run, to: store)
      // So that a process that writes little leaves a small file.
      #expect(size(store.path + "-wal") < 1 << 18)
      try await append(3..<60, of: run, to: store)
      let length = size(store.path + "-wal")
      #expect(length > 1 << 20)
      try await append(60..<70, of: run, to: store)
      #expect(size(store.path + "-wal") == length)
      try await store.close()
    }
  }

  @Test func whatIsInItSurvivesACrash() async throws {
    try await withTemporaryFolder { folder in
      let store = try SQLiteStore(path: folder + "/runs.db")
      let run = Sample()
      try await store.append([run.started], by: nil)
      try await append(0..<100, of: run, to: store)
      // What a process leaves that ends here.
      for suffix in ["", "-wal"] {
        try FileManager.default.copyItem(atPath: store.path + suffix, toPath: folder + "/copy.db" + suffix)
      }
      let copy = try SQLiteStore(path: folder + "/copy.db")
      #expect(try await copy.steps(run) == (0..<100).map(String.init))
      #expect(try await copy.check() == [])
      try await append(100..<200, of: run, to: copy)
      #expect(try await copy.steps(run) == (0..<200).map(String.init))
      try await copy.close()
      try await store.close()
    }
  }
}
