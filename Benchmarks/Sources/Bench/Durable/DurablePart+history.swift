import Foundation
import Juggler
import JugglerSQLite

/// What happens to a run with a long history.
extension DurablePart {
  static func walk(_ path: String, _ steps: Int) async throws {
    let meter = Meter()
    let workflow = LongHistory()
    try await DurableEngine.serve(path, WorkflowRegistry(workflow)) { engine in
      _ = try await engine.start(workflow, steps)
      while try await engine.store.runCounts()[.waiting] != 1 { try await Task.sleep(for: .milliseconds(20)) }
      meter.print("performed and parked (a second of it is the delay)")
    }
  }

  static func list(_ path: String) async throws {
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

  static func replay(_ path: String) async throws {
    let meter = Meter()
    let workflow = LongHistory()
    try await DurableEngine.serve(path, WorkflowRegistry(workflow), startTime: .now + tenMinutes) { engine in
      guard let run = try await engine.store.runs(RunQuery()).items.first else { return }
      _ = try await engine.handle(of: run.id).output()
      meter.print("replayed and completed")
    }
  }
}
