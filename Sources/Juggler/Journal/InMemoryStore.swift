import Synchronization

/// Keeps journals in memory: for runs that need not outlive the process, and for tests.
///
/// The journals of ended runs are kept too, up to a number of runs; beyond it the one that ended first is forgotten.
public final class InMemoryStore: RunStore {
  fileprivate struct State {
    var journals: [RunID: [JournalEntry]] = [:]
    var ended: [RunID] = []
    var firstEnded = 0
  }

  private let state = Mutex(State())
  private let endedRunsKept: Int

  public init(endedRunsKept: Int = 1000) { self.endedRunsKept = max(0, endedRunsKept) }

  public func append(_ batch: [JournalEntry]) {
    state.withLock { state in
      for entry in batch {
        state.journals[entry.run, default: []].append(entry)
        if case .runEnded = entry.kind { state.forget(beyond: endedRunsKept, after: entry.run) }
      }
    }
  }

  public func journal(of run: RunID) -> [JournalEntry] {
    state.withLock { $0.journals[run] ?? [] }
  }

  public func unfinishedRuns() -> [RunID] {
    state.withLock { state in
      let ended = Set(state.ended[state.firstEnded...])
      return state.journals.keys.filter { !ended.contains($0) }.sorted()
    }
  }
}

extension InMemoryStore.State {
  fileprivate mutating func forget(beyond limit: Int, after run: RunID) {
    ended.append(run)
    while ended.count - firstEnded > limit {
      journals[ended[firstEnded]] = nil
      firstEnded += 1
    }
    // The forgotten prefix goes in one move for each doubling, so that forgetting stays O(1) on average.
    if firstEnded > 64, firstEnded * 2 > ended.count {
      ended.removeFirst(firstEnded)
      firstEnded = 0
    }
  }
}
