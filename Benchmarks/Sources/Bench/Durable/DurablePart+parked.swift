import Foundation
import Juggler
import JugglerSQLite

/// What happens to very many runs that wait for long.
extension DurablePart {
  static func park(_ path: String, _ count: Int, isKilled: Bool = false) async throws {
    let meter = Meter()
    let workflow = TenMinutes()
    let configuration = EngineConfiguration(lease: .seconds(isKilled ? 1 : 15))
    try await DurableEngine.serve(path, WorkflowRegistry(workflow), configuration: configuration) { engine in
      try await start(count, workflow, engine)
      meter.print("started")
      if isKilled {
        fflush(nil)
        kill(getpid(), SIGKILL)
      }
      while try await engine.store.runCounts()[.waiting] != count { try await Task.sleep(for: .milliseconds(50)) }
      meter.print("all parked")
    }
  }

  static func open(_ path: String) async throws {
    let meter = Meter()
    try await DurableEngine.serve(path, WorkflowRegistry(TenMinutes(), FiveSteps())) { engine in
      _ = try await engine.start(FiveSteps(), 7).output()
      meter.print("opened, and another run performed")
    }
  }

  static func due(_ path: String) async throws {
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

  static func recover(_ path: String, _ count: Int) async throws {
    // The lease of the process that was killed.
    try await Task.sleep(for: .seconds(1))
    let meter = Meter()
    try await DurableEngine.serve(path, WorkflowRegistry(TenMinutes())) { engine in
      let left = try await engine.store.runCounts()[.running, default: 0]
      print("| not parked when it was killed: \(left) | | | | |")
      while try await engine.store.runCounts()[.waiting] != count { try await Task.sleep(for: .milliseconds(50)) }
      meter.print("recovered: all parked again")
    }
  }

  private static func start(_ count: Int, _ workflow: TenMinutes, _ engine: Engine) async throws {
    try await withThrowingTaskGroup { group in
      for first in 0..<64 {
        group.addTask {
          for order in stride(from: first, to: count, by: 64) { _ = try await engine.start(workflow, order) }
        }
      }
      try await group.waitForAll()
    }
  }

  /// What a run costs that waits in memory.
  static func hold(_ path: String, _ count: Int) async throws {
    let workflow = TenMinutes()
    let configuration = EngineConfiguration(parkingThreshold: .seconds(3600))
    try await DurableEngine.serve(path, WorkflowRegistry(workflow), configuration: configuration) { engine in
      try await start(100, workflow, engine)
      let meter = Meter()
      let before = Meter.memory("VmRSS")
      try await start(count, workflow, engine)
      try await Task.sleep(for: .milliseconds(200))
      meter.print("\((Meter.memory("VmRSS") - before) / count) bytes a run in memory")
    }
  }
}
