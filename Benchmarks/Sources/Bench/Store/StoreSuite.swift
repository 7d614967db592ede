import Foundation
import Juggler
import JugglerSQLite

/// Appends through the store against bare inserts of the same rows, in turns.
///
/// `STORE_DIR` names the folder to write in; its disk decides what a commit costs. `STORE_ROUNDS` how many rounds (5).
struct StoreSuite: Suite {
  let name = "store"
  let summary = "journal rows of five-step runs into SQLite, synchronous=FULL, the median of the rounds in turns"

  private struct Sample {
    var rowsASecond: Double
    var microsecondsOfCPU: Double
  }

  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let parent = environment["STORE_DIR"] ?? FileManager.default.temporaryDirectory.path
    let rounds = environment["STORE_ROUNDS"].flatMap(Int.init) ?? 5
    let folder = parent + "/juggler-bench-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }

    print("| rows a commit | raw rows/s | store rows/s | share | raw CPU a row | store CPU a row |")
    print("| --- | --- | --- | --- | --- | --- |")
    for batch in [1, 10, 100, 1000] {
      let commits = max(20, min(2000, 40_000 / batch))
      var raw: [Sample] = []
      var store: [Sample] = []
      for round in 0..<rounds {
        let path = folder + "/\(batch)-\(round)"
        raw.append(try await measureRaw(path + "-raw.db", batch: batch, commits: commits))
        store.append(try await measureStore(path + "-store.db", batch: batch, commits: commits))
      }
      let (a, b) = (median(raw), median(store))
      let cells = [
        "\(batch)", "\(Int(a.rowsASecond))", "\(Int(b.rowsASecond))",
        String(format: "%.2f", b.rowsASecond / a.rowsASecond), String(format: "%.1f µs", a.microsecondsOfCPU),
        String(format: "%.1f µs", b.microsecondsOfCPU),
      ]
      print("| " + cells.joined(separator: " | ") + " |")
    }
  }

  private func median(_ samples: [Sample]) -> Sample {
    Sample(
      rowsASecond: samples.map(\.rowsASecond).sorted()[samples.count / 2],
      microsecondsOfCPU: samples.map(\.microsecondsOfCPU).sorted()[samples.count / 2])
  }

  private func measureRaw(_ path: String, batch: Int, commits: Int) async throws -> Sample {
    let journal = try RawJournal(path: path, synchronous: "FULL")
    return try await measure(batch, commits, JournalRows(inFlight: batch * 2)) {
      try journal.append($0)
    }
  }

  private func measureStore(_ path: String, batch: Int, commits: Int) async throws -> Sample {
    let store = try SQLiteStore(path: path)
    let owner = try await store.register(owner: "benchmark", until: .now + .seconds(3600))
    let sample = try await measure(batch, commits, JournalRows(inFlight: batch * 2)) {
      try await store.append($0, by: owner)
    }
    try await store.close()
    return sample
  }

  private func measure(
    _ batch: Int, _ commits: Int, _ rows: JournalRows, _ append: ([JournalEntry]) async throws -> Void
  ) async throws -> Sample {
    var rows = rows
    let batches = (0..<commits).map { _ in rows.next(batch) }
    let (start, startCPU) = (ContinuousClock.now, CPUTime.now)
    for batch in batches { try await append(batch) }
    let (time, cpu) = (ContinuousClock.now - start, CPUTime.now - startCPU)
    let count = Double(batch * commits)
    return Sample(rowsASecond: count / (time / .seconds(1)), microsecondsOfCPU: cpu / .microseconds(1) / count)
  }
}
