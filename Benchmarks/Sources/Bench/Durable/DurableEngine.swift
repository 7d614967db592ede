import AsyncPatterns
import Juggler
import JugglerSQLite

/// An engine that serves an SQLite store while something is measured.
enum DurableEngine {
  static func serve<R: Sendable>(
    _ path: String, _ workflows: WorkflowRegistry, startTime: Timestamp = .now,
    configuration: EngineConfiguration = EngineConfiguration(), _ body: @Sendable (Engine) async throws -> R
  ) async throws -> R {
    let store = try SQLiteStore(path: path)
    let engine = Engine(
      store: store, clock: .timers, cpuPool: .shared, startTime: startTime, workflows: workflows,
      configuration: configuration)
    let result = try await withThrowingTaskGroup { group in
      group.addTask { try await engine.run() }
      while try await store.owners().isEmpty { await Task.yield() }
      defer { engine.shutDown() }
      return try await body(engine)
    }
    try await store.close()
    return result
  }
}
