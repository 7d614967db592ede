import Foundation

/// Runs of five steps: ours, bare inserts of the same rows, and DBOS, in turns.
struct DurableContest {
  let folder: String
  let label: String
  private let rounds = 3

  /// How many runs each has in a round.
  private static let sizes: [(atATime: Int, ours: Int, raw: Int, theirs: Int)] = [
    (1, 300, 300, 30), (50, 6000, 12_000, 100), (500, 8000, 12_000, 250),
  ]
  /// Entries of the journal of a run that is alone, each a commit.
  private static let commitsOfARun = Double(JournalRows.rowsOfARun)

  /// Of all rounds.
  private struct Results {
    var ours: [DurableThroughput.Way: [DurableThroughput.Sample]] = [:]
    var raw: [DurableThroughput.Sample] = []
    var theirs: [DBOSPeer.Sample] = []
  }

  func report() async throws {
    let peer = try DBOSPeer(folder: folder)
    defer { peer?.stop() }
    var syncs: [Duration] = []
    var results = Self.sizes.map { _ in Results() }
    for round in 0..<rounds {
      syncs += DiskSync.measure(in: folder)
      for (index, size) in Self.sizes.enumerated() {
        let path = "\(folder)/\(size.atATime)-\(round)"
        for way in DurableThroughput.Way.allCases {
          results[index].ours[way, default: []].append(
            try await DurableThroughput.measure(
              way, atATime: size.atATime, runs: size.ours, path: "\(path)-\(way).db"))
        }
        results[index].raw.append(
          try DurableThroughput.measureRaw(rowsACommit: size.atATime, runs: size.raw, path: path + "-raw.db"))
        if let sample = try peer?.measure(atATime: size.atATime, runs: size.theirs) {
          results[index].theirs.append(sample)
        }
      }
    }
    syncs.sort()
    let sync = syncs.percentile(50)
    print("Five steps a run, on \(label): an fdatasync takes \(microseconds(sync)) (median),", terminator: " ")
    print("\(microseconds(syncs.percentile(90))) (tenth). Medians of \(rounds) rounds in turns.\n")
    printTable(results)
    printAlone(results[0], sync)
    fflush(nil)
  }

  private func printTable(_ results: [Results]) {
    let columns = [
      "runs at a time", "steps/s", "CPU a step", "a run, p50", "p99", "of bare inserts", "their CPU a step",
      "DBOS steps/s", "times DBOS", "DBOS p50",
    ]
    print("| \(columns.joined(separator: " | ")) |\n|\(columns.map { _ in " --- |" }.joined())")
    for (size, result) in zip(Self.sizes, results) {
      for way in DurableThroughput.Way.allCases {
        let samples = result.ours[way] ?? []
        let steps = median(samples.map(\.stepsASecond))
        var cells = [
          "\(size.atATime), \(way.rawValue)", "\(Int(steps))", format(median(samples.map(\.microsecondsOfCPU)), "µs"),
          milliseconds(percentile(50, of: samples)), milliseconds(percentile(99, of: samples)),
          format(steps / median(result.raw.map(\.stepsASecond)), "", places: 2),
          format(median(result.raw.map(\.microsecondsOfCPU)), "µs"),
        ]
        if result.theirs.isEmpty {
          cells += ["–", "–", "–"]
        } else {
          let theirs = median(result.theirs.map(\.stepsASecond))
          cells += ["\(Int(theirs))", "\(Int(steps / theirs))", milliseconds(median(result.theirs.map(\.p50)))]
        }
        print("| " + cells.joined(separator: " | ") + " |")
      }
    }
  }

  /// What a run that is alone would take on the disk that the target speaks of: the commits, and what is measured where
  /// they cost nothing.
  private func printAlone(_ result: Results, _ sync: Duration) {
    let target = Duration.microseconds(50)
    guard sync < target else { return print() }
    let there =
      percentile(50, of: result.ours[.start] ?? []) + Self.commitsOfARun * ((target - sync) / .milliseconds(1))
    print(
      "\nA run alone is \(Int(Self.commitsOfARun)) commits. With an fdatasync of 50 µs it would take", terminator: " ")
    print("\(milliseconds(there)) (p50; the target is 1 ms).\n")
  }

  // MARK: Figures

  private func percentile(_ percent: Int, of samples: [DurableThroughput.Sample]) -> Double {
    median(samples.map { $0.times.percentile(percent) / .milliseconds(1) })
  }

  private func median(_ values: [Double]) -> Double { values.isEmpty ? .nan : values.sorted()[values.count / 2] }

  private func format(_ value: Double, _ unit: String, places: Int = 1) -> String {
    String(format: "%.\(places)f \(unit)", value).trimmingCharacters(in: .whitespaces)
  }

  private func milliseconds(_ value: Double) -> String { format(value, "ms", places: 2) }
  private func microseconds(_ value: Duration) -> String { format(value / .microseconds(1), "µs", places: 0) }
}
