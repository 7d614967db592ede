import Foundation
import Juggler
import JugglerSQLite

/// What is measured in processes of its own, because their memory is.
enum DurablePart: String, CaseIterable {
  case parked
  case history

  static let tenMinutes = Duration.seconds(601)

  func report(in folder: String) throws {
    let path = folder + "/\(self).db"
    switch self {
    case .parked:
      print("100,000 runs, each a step, ten minutes of waiting, a step:\n")
      try stages(["park", "open", "due"], path, "100000")
      print("The same, killed when the last of them was started:\n")
      try stages(["kill", "recover"], path + "-killed", "100000")
      print("8,000 such runs that nothing makes leave memory:\n")
      try stages(["hold"], path + "-held", "8000")
    case .history:
      for steps in [10_000, 100_000] {
        print("A run of \(steps) steps, 500 side by side, then ten minutes of waiting:\n")
        try stages(["walk", "list", "replay"], path, "\(steps)")
        try? FileManager.default.removeItem(atPath: path)
      }
    }
  }

  private func stages(_ stages: [String], _ path: String, _ count: String) throws {
    print("| | wall | CPU | resident memory, peak | settled |\n| --- | --- | --- | --- | --- |")
    fflush(nil)
    for stage in stages {
      let process = Process()
      process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      process.arguments = ["--stage", stage, path, count]
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 || process.terminationStatus == SIGKILL else {
        return print("| \(stage) failed | – | – | – | – |")
      }
    }
    print()
  }

  // MARK: In the process

  static func stage(_ arguments: [String]) async throws {
    guard arguments.count == 3, let count = Int(arguments[2]) else { return }
    let path = arguments[1]
    switch arguments[0] {
    case "park": try await park(path, count)
    case "kill": try await park(path, count, isKilled: true)
    case "recover": try await recover(path, count)
    case "open": try await open(path)
    case "due": try await due(path)
    case "walk": try await walk(path, count)
    case "list": try await list(path)
    case "replay": try await replay(path)
    case "hold": try await hold(path, count)
    // For a profiler.
    case "one": try await perform(path, count, atATime: 1)
    case "fifty": try await perform(path, count, atATime: 50)
    case "many": try await perform(path, count, atATime: 500)
    default: break
    }
  }

  static func perform(_ path: String, _ runs: Int, atATime concurrency: Int) async throws {
    let sample = try await DurableThroughput.measure(.start, atATime: concurrency, runs: runs, path: path)
    print(
      "\(Int(sample.stepsASecond)) steps/s, \(sample.microsecondsOfCPU.rounded(toPlaces: 1)) µs of CPU each, a run",
      "\(sample.times.percentile(50)), \(sample.times.percentile(99))")
  }
}
