import Foundation
import Juggler
import JugglerSQLite

/// What is measured in processes of its own, because their memory is.
enum DurablePart: String, CaseIterable {
  case parked
  case history

  private static let tenMinutes = Duration.seconds(601)

  func report(in folder: String) throws {
    let path = folder + "/\(self).db"
    switch self {
    case .parked:
      print("100,000 runs, each a step, ten minutes of waiting, a step:\n")
      try stages(["park", "open", "due"], path, "100000")
      print("The same, killed when the last of them was started:\n")
      try stages(["kill", "recover"], path + "-killed", "100000")
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

  private static func perform(_ path: String, _ runs: Int, atATime concurrency: Int) async throws {
    let sample = try await DurableThroughput.measure(.start, atATime: concurrency, runs: runs, path: path)
    print(
      "\(Int(sample.stepsASecond)) steps/s, \(sample.microsecondsOfCPU.rounded(toPlaces: 1)) µs of CPU each, a run",
      "\(sample.times.percentile(50)), \(sample.times.percentile(99))")
  }

  private static func park(_ path: String, _ count: Int, isKilled: Bool = false) async throws {
    let meter = Meter()
    let workflow = TenMinutes()
    let configuration = EngineConfiguration(lease: .seconds(isKilled ? 1 : 15))
    try await DurableEngine.serve(path, WorkflowRegistry(workflow), configuration: configuration) { engine in
      try await withThrowingTaskGroup { group in
        for first in 0..<64 {
          group.addTask {
            for order in stride(from: first, to: count, by: 64) { _ = try await engine.start(workflow, order) }
          }
        }
        try await group.waitForAll()
      }
      meter.print("started")
      if isKilled {
        fflush(nil)
        kill(getpid(), SIGKILL)
      }
      while try await engine.store.runCounts()[.waiting] != count { try await Task.sleep(for: .milliseconds(50)) }
      meter.print("all parked")
    }
  }

  /// What a run costs that waits in memory.
  private static func hold(_ path: String, _ count: Int) async throws {
    let workflow = TenMinutes()
    let configuration = EngineConfiguration(parkingThreshold: .seconds(3600))
    try await DurableEngine.serve(path, WorkflowRegistry(workflow), configuration: configuration) { engine in
      for order in 0..<100 { _ = try await engine.start(workflow, order) }
      let meter = Meter()
      let before = Meter.memory("VmRSS")
      for order in 0..<count { _ = try await engine.start(workflow, order) }
      try await Task.sleep(for: .milliseconds(200))
      meter.print("\((Meter.memory("VmRSS") - before) / count) bytes a run")
      fflush(nil)
      kill(getpid(), SIGUSR1)
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  private static func recover(_ path: String, _ count: Int) async throws {
    // The lease of the process that was killed.
    try await Task.sleep(for: .seconds(1))
    let meter = Meter()
    try await DurableEngine.serve(path, WorkflowRegistry(TenMinutes())) { engine in
      print("| in the store: \(try await engine.store.runCounts()) | | | | |")
      while try await engine.store.runCounts()[.waiting] != count { try await Task.sleep(for: .milliseconds(50)) }
      meter.print("recovered: all parked again")
    }
  }

  private static func open(_ path: String) async throws {
    let meter = Meter()
    try await DurableEngine.serve(path, WorkflowRegistry(TenMinutes(), FiveSteps())) { engine in
      _ = try await engine.start(FiveSteps(), 7).output()
      meter.print("opened, and another run performed")
    }
  }

  private static func due(_ path: String) async throws {
    let meter = Meter()
    let workflow = TenMinutes()
    try await DurableEngine.serve(path, WorkflowRegistry(workflow), startTime: .now + tenMinutes) { engine in
      while try await engine.store.runCounts()[.waiting, default: 0] > 0 {
        try await Task.sleep(for: .milliseconds(50))
      }
      meter.print("all due: the last claimed")
      while try await engine.store.runCounts()[.running, default: 0] > 0 {
        try await Task.sleep(for: .milliseconds(50))
      }
      meter.print("all due: completed")
    }
  }

  private static func walk(_ path: String, _ steps: Int) async throws {
    let meter = Meter()
    let workflow = LongHistory()
    try await DurableEngine.serve(path, WorkflowRegistry(workflow)) { engine in
      _ = try await engine.start(workflow, steps)
      while try await engine.store.runCounts()[.waiting] != 1 { try await Task.sleep(for: .milliseconds(20)) }
      meter.print("performed and parked (a second of it is the delay)")
    }
  }

  private static func list(_ path: String) async throws {
    let meter = Meter()
    let store = try SQLiteStore(path: path)
    guard let run = try await store.runs(RunQuery()).items.first else { return }
    var (cursor, count): (String?, Int) = (nil, 0)
    repeat {
      let page = try await store.steps(of: run.id, after: cursor, limit: 100)
      count += page.items.count
      cursor = page.nextCursor
    } while cursor != nil
    try await store.close()
    meter.print("listed, 100 steps a page: \(count)")
  }

  private static func replay(_ path: String) async throws {
    let meter = Meter()
    let workflow = LongHistory()
    try await DurableEngine.serve(path, WorkflowRegistry(workflow), startTime: .now + tenMinutes) { engine in
      guard let run = try await engine.store.runs(RunQuery()).items.first else { return }
      _ = try await engine.handle(of: run.id).output()
      meter.print("replayed and completed")
    }
  }
}
