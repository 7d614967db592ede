import Foundation
import JSON
import Juggler
import JugglerSQLite

/// How many steps a second, of so many runs at a time.
struct DurableThroughput {
  struct Sample {
    var stepsASecond: Double
    var microsecondsOfCPU: Double
    /// How long a run took, sorted.
    var times: [Duration] = []
  }

  /// How a run is started and waited for.
  enum Way: String, CaseIterable {
    case start = "`start`, `outcome`"
    case execute = "`execute`"
  }

  static func measure(_ way: Way, atATime concurrency: Int, runs: Int, path: String) async throws -> Sample {
    let workflow = FiveSteps()
    return try await DurableEngine.serve(path, WorkflowRegistry(workflow)) { engine in
      @Sendable func perform(_ order: Int) async throws {
        let output =
          switch way {
          case .start: try await engine.start(workflow, order).output()
          case .execute: try await engine.execute(workflow, input: .integer(Int64(order)))
          }
        guard output == .integer(Int64(order) + 15) else { throw Wrong(output: output) }
      }
      for order in 0..<20 { try await perform(order) }
      let clock = ContinuousClock()
      let (start, startCPU) = (clock.now, CPUTime.now)
      let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
        for first in 0..<concurrency {
          group.addTask {
            var times: [Duration] = []
            for order in stride(from: first, to: runs, by: concurrency) {
              let start = clock.now
              try await perform(order)
              times.append(clock.now - start)
            }
            return times
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      let (time, cpu) = (clock.now - start, CPUTime.now - startCPU)
      let steps = Double(runs * 5)
      return Sample(
        stepsASecond: steps / (time / .seconds(1)), microsecondsOfCPU: cpu / .microseconds(1) / steps,
        times: times.sorted())
    }
  }

  /// The rows of as many runs, so many a commit, into a bare table: steps a second as if that were all there is to do.
  static func measureRaw(rowsACommit: Int, runs: Int, path: String) throws -> Sample {
    let journal = try RawJournal(path: path, synchronous: "FULL")
    var rows = JournalRows(inFlight: rowsACommit * 2)
    let batches = (0..<max(1, runs * JournalRows.rowsOfARun / rowsACommit)).map { _ in rows.next(rowsACommit) }
    let (start, startCPU) = (ContinuousClock.now, CPUTime.now)
    for batch in batches { try journal.append(batch) }
    let (time, cpu) = (ContinuousClock.now - start, CPUTime.now - startCPU)
    let steps = Double(batches.count * rowsACommit) * 5 / Double(JournalRows.rowsOfARun)
    return Sample(stepsASecond: steps / (time / .seconds(1)), microsecondsOfCPU: cpu / .microseconds(1) / steps)
  }

  struct Wrong: Error { var output: JSONValue }
}

extension [Duration] {
  /// Of sorted durations.
  func percentile(_ percent: Int) -> Duration { isEmpty ? .zero : self[Swift.min(count - 1, count * percent / 100)] }
}
