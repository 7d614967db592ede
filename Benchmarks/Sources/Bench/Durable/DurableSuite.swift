import Foundation
import Juggler

/// Durable runs on SQLite, `synchronous=FULL`: throughput beside DBOS and beside bare inserts, memory and start-up with
/// 100,000 parked runs, a run of 100,000 steps.
///
/// `STORE_DIR` names the folder to write in; its disk decides what a commit costs. `DURABLE` names what of it to measure.
struct DurableSuite: Suite {
  let name = "durable"
  let summary = "workflows of five trivial steps, 100,000 parked runs, 100,000 steps in a run; SQLite, synchronous=FULL"

  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let disk = environment["STORE_DIR"] ?? FileManager.default.temporaryDirectory.path
    let parts = environment["DURABLE"]?.split(separator: ",").map(String.init)
    func wants(_ part: String) -> Bool { parts?.contains(part) ?? true }
    if wants("disk") { try await inFolder(of: disk) { try await throughput($0, "disk", rounds: 3) } }
    let memoryDisk = "/dev/shm"
    if wants("memory"), FileManager.default.isWritableFile(atPath: memoryDisk) {
      try await inFolder(of: memoryDisk) { try await throughput($0, "memory disk (\(memoryDisk))", rounds: 3) }
    }
    for part in DurablePart.allCases where wants(part.rawValue) {
      try await inFolder(of: disk) { folder in try part.report(in: folder) }
    }
  }

  private func inFolder(of parent: String, _ body: (String) async throws -> Void) async throws {
    let folder = parent + "/juggler-bench-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  /// What is measured in turns, and how many runs each time.
  private static let sizes: [(atATime: Int, ours: Int, raw: Int, theirs: Int)] = [
    (1, 300, 300, 30), (50, 6000, 12_000, 100), (500, 8000, 12_000, 500),
  ]

  private func throughput(_ folder: String, _ label: String, rounds: Int) async throws {
    let peer = try DBOSPeer(folder: folder)
    defer { peer?.stop() }
    var syncs: [Duration] = []
    var (ours, raw, theirs):
      ([String: [DurableThroughput.Sample]], [Int: [DurableThroughput.Sample]], [Int: [DBOSPeer.Sample]]) =
        ([:], [:], [:])
    for round in 0..<rounds {
      syncs += DiskSync.measure(in: folder)
      for size in Self.sizes {
        for way in DurableThroughput.Way.allCases {
          let path = "\(folder)/\(way)-\(size.atATime)-\(round).db"
          ours["\(way)\(size.atATime)", default: []].append(
            try await DurableThroughput.measure(way, atATime: size.atATime, runs: size.ours, path: path))
        }
        raw[size.atATime, default: []].append(
          try DurableThroughput.measureRaw(
            rowsACommit: size.atATime, runs: size.raw, path: "\(folder)/raw-\(size.atATime)-\(round).db"))
        if let sample = try peer?.measure(atATime: size.atATime, runs: size.theirs) {
          theirs[size.atATime, default: []].append(sample)
        }
      }
    }
    syncs.sort()
    print(
      "Five steps a run, on \(label): an fdatasync takes \(microseconds(syncs.percentile(50))) (median),",
      terminator: " ")
    print("\(microseconds(syncs.percentile(90))) (tenth). Medians of \(rounds) rounds in turns.\n")
    print(
      "| runs at a time | steps/s | CPU a step | a run, p50 | p99 | of raw inserts | raw CPU a step | DBOS steps/s | times DBOS | DBOS p50 |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for size in Self.sizes {
      let bare = raw[size.atATime] ?? []
      for way in DurableThroughput.Way.allCases {
        let samples = ours["\(way)\(size.atATime)"] ?? []
        let steps = median(samples.map(\.stepsASecond))
        var cells = [
          "\(size.atATime), \(way.rawValue)", "\(Int(steps))", format(median(samples.map(\.microsecondsOfCPU)), "µs"),
          milliseconds(median(samples.map { $0.times.percentile(50) / .milliseconds(1) })),
          milliseconds(median(samples.map { $0.times.percentile(99) / .milliseconds(1) })),
          format(steps / median(bare.map(\.stepsASecond)), "", places: 2),
          format(median(bare.map(\.microsecondsOfCPU)), "µs"),
        ]
        if let peer = theirs[size.atATime] {
          let theirSteps = median(peer.map(\.stepsASecond))
          cells += ["\(Int(theirSteps))", "\(Int(steps / theirSteps))", milliseconds(median(peer.map(\.p50)))]
        } else {
          cells += ["–", "–", "–"]
        }
        print("| " + cells.joined(separator: " | ") + " |")
      }
    }
    print()
  }

  private func median(_ values: [Double]) -> Double { values.isEmpty ? .nan : values.sorted()[values.count / 2] }

  private func format(_ value: Double, _ unit: String, places: Int = 1) -> String {
    String(format: "%.\(places)f \(unit)", value).trimmingCharacters(in: .whitespaces)
  }

  private func milliseconds(_ value: Double) -> String { format(value, "ms", places: 2) }
  private func microseconds(_ value: Duration) -> String { format(value / .microseconds(1), "µs", places: 0) }
}
