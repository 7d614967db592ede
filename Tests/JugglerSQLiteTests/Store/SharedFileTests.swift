import Foundation
import JSON
import Juggler
import Synchronization
import Testing

@testable import JugglerSQLite

/// Several stores on one file, as in several processes.
struct SharedFileTests {
  @Test func opensANewFileFromManySides() async throws {
    try await withTemporaryFolder { folder in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask {
            let store = try SQLiteStore(path: folder + "/runs.db")
            _ = try await store.runCounts()
            try await store.close()
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test func fencesTheOwnerThatAnotherProcessEvicted() async throws {
    try await withTemporaryFolder { folder in
      let (a, b) = (try SQLiteStore(path: folder + "/runs.db"), try SQLiteStore(path: folder + "/runs.db"))
      let old = try await a.register(owner: "a", until: testStart)
      let run = Sample()
      try await a.append([run.started, run.step("1")], by: old)

      #expect(try await b.evictOwners(expiredAt: testStart) == [old])
      let new = try await b.register(owner: "b", until: testStart + .seconds(60))
      #expect(new > old)
      #expect(try await b.claimDueRuns(for: new, at: testStart, limit: 10).map(\.id) == [run.id])
      let error = await #expect(throws: StoreError.self) { try await a.append([run.step("late")], by: old) }
      #expect(error?.code == .fenced)
      try await b.append([run.step("2")], by: new)
      #expect(try await a.steps(run) == ["1", "2"])
      try await a.close()
      try await b.close()
    }
  }

  /// What one store remembers of a run must not outlive the run in the file.
  @Test func noticesThatARunIsGoneAndItsNumberTaken() async throws {
    try await withTemporaryFolder { folder in
      let (a, b) = (try SQLiteStore(path: folder + "/runs.db"), try SQLiteStore(path: folder + "/runs.db"))
      let (gone, other) = (Sample(0), Sample(1))
      try await a.append([gone.started, gone.step("1")], by: nil)
      #expect(try await b.transition(gone.ended(), from: [.running]))
      #expect(try await b.prune(Retention(endedBefore: testStart + .seconds(99)), limit: 10) == 1)
      try await b.append([other.started], by: nil)
      try await a.append([gone.step("2")], by: nil)
      #expect(try await b.history(of: gone.id).isEmpty)
      #expect(try await b.history(of: other.id).count == 1)
      try await a.close()
      try await b.close()
    }
  }

  @Test func keepsTheEntriesOfTwoThatWriteAtOnce() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      let runs = [Sample(0), Sample(1)]
      try await withThrowingTaskGroup(of: Void.self) { group in
        for run in runs {
          group.addTask {
            let store = try SQLiteStore(path: path, options: SQLiteOptions(checkpointPages: 20))
            let owner = try await store.register(owner: "o", until: .now + .seconds(60))
            try await store.append([run.started], by: owner)
            for number in 0..<100 { try await store.append([run.step("\(number)")], by: owner) }
            try await store.close()
          }
        }
        try await group.waitForAll()
      }
      let store = try SQLiteStore(path: path)
      for run in runs { #expect(try await store.steps(run) == (0..<100).map(String.init)) }
      let problems = try await store.check()
      #expect(problems == [])
      try await store.close()
    }
  }

  /// A copy of file and log, taken while they are written, is what a crash at that moment would leave.
  @Test(arguments: [5, 4000]) func aCopyOfAnyMomentHasWhatWasAcknowledgedBefore(checkpointPages: Int) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      let store = try SQLiteStore(path: path, options: SQLiteOptions(checkpointPages: checkpointPages))
      let run = Sample()
      try await store.append([run.started], by: nil)
      let progress = Progress()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for number in 0..<400 {
            let filler = JSONValue.string(String(repeating: "\(number % 10)", count: number * 37 % 9000))
            try await store.append([run.step("\(2 * number)", filler), run.step("\(2 * number + 1)")], by: nil)
            progress.acknowledged = number + 1
          }
          progress.isDone = true
        }
        group.addTask {
          var copy = 0
          repeat {
            copy += 1
            let before = progress.acknowledged
            let copied = folder + "/copy\(copy).db"
            // A reader keeps the log from starting anew between the copies of the two files, as a crash would.
            let reader = try TestDatabase(path)
            try reader.execute("BEGIN; SELECT count(*) FROM runs")
            try FileManager.default.copyItem(atPath: path, toPath: copied)
            try FileManager.default.copyItem(atPath: path + "-wal", toPath: copied + "-wal")
            try reader.execute("COMMIT")

            let found = try SQLiteStore(path: copied)
            let steps = try await found.steps(run)
            #expect(steps == (0..<steps.count).map(String.init), "a prefix of what was appended")
            #expect(steps.count >= before * 2, "all that was acknowledged before")
            #expect(steps.count % 2 == 0, "whole batches")
            let problems = try await found.check()
            #expect(problems == [])
            try await found.close()
          } while !progress.isDone && copy < 40
          #expect(copy > 1)
        }
        try await group.waitForAll()
      }
      try await store.close()
    }
  }
}

/// How far a writer has come.
private final class Progress: Sendable {
  private let state = Mutex((acknowledged: 0, isDone: false))

  var acknowledged: Int {
    get { state.withLock { $0.acknowledged } }
    set { state.withLock { $0.acknowledged = newValue } }
  }

  var isDone: Bool {
    get { state.withLock { $0.isDone } }
    set { state.withLock { $0.isDone = newValue } }
  }
}
