import JSON
import JugglerTesting
import Testing

@testable import Juggler

struct JournalWriterTests {
  let store = GatedStore()
  let ended = Log<Ending>()
  let run = RunID(at: testStart)

  struct Ending: Hashable {
    var name: String
    var succeeded: Bool
  }

  func entry(_ name: String) -> JournalEntry {
    JournalEntry(run: run, at: testStart, kind: .stepEnded(StepID(task: name), .completed(.null)))
  }

  func append(_ name: String, to writer: JournalWriter) async {
    do {
      try await writer.append(entry(name))
      ended.append(Ending(name: name, succeeded: true))
    } catch {
      ended.append(Ending(name: name, succeeded: false))
    }
  }

  var batches: [[String]] {
    store.batches.map { batch in
      batch.compactMap { if case .stepEnded(let id, _) = $0.kind { id.task } else { nil } }
    }
  }

  /// A store that knows the run.
  func startedStore() -> InMemoryStore {
    let store = InMemoryStore()
    let workflow = WorkflowReference(namespace: "test", name: "a", version: "1.0.0")
    store.append([
      JournalEntry(
        run: run, at: testStart, kind: .runStarted(RunStart(workflow: workflow, digest: "d", input: .null)))
    ])
    return store
  }

  /// Appends the names one after the other, each only when the one before waits for the store.
  func append(
    _ names: [String], to writer: JournalWriter, in group: inout DiscardingTaskGroup, _ time: VirtualTime
  ) async {
    for name in names {
      group.addTask { await append(name, to: writer) }
      await time.idle()
    }
  }

  @Test func returnsOnlyWhenTheStoreHasCommitted() async throws {
    try await VirtualTime.run { time in
      let writer = JournalWriter(store: store)
      await withDiscardingTaskGroup { group in
        await append(["a"], to: writer, in: &group, time)
        #expect(batches == [["a"]])
        #expect(ended.values.isEmpty)
        store.finish()
      }
      #expect(ended.values == [Ending(name: "a", succeeded: true)])
    }
  }

  @Test func entriesThatComeWhileTheStoreIsBusyShareTheNextCommit() async throws {
    try await VirtualTime.run { time in
      let writer = JournalWriter(store: store)
      await withDiscardingTaskGroup { group in
        await append(["a", "b", "c", "d"], to: writer, in: &group, time)
        #expect(batches == [["a"]])
        store.finish()
        await time.idle()
        #expect(ended.values == [Ending(name: "a", succeeded: true)])
        #expect(batches == [["a"], ["b", "c", "d"]])

        await append(["e", "f"], to: writer, in: &group, time)
        store.finish()
        await time.idle()
        #expect(Set(ended.values.map(\.name)) == ["a", "b", "c", "d"])
        #expect(batches == [["a"], ["b", "c", "d"], ["e", "f"]])
        store.finish()
      }
      #expect(ended.values.allSatisfy { $0.succeeded })
      #expect(ended.count == 6)
    }
  }

  /// Ten runs, five entries each. The first finds the store idle; from then on all are in every commit.
  @Test func whatFollowsAtOnceUponACommitIsInTheNext() async throws {
    let store = YieldingStore()
    try await VirtualTime.run { _ in
      let writer = JournalWriter(store: store)
      try await withThrowingDiscardingTaskGroup { group in
        for appender in 0..<10 {
          group.addTask {
            for number in 0..<5 { try await writer.append(entry("\(appender)/\(number)")) }
          }
        }
      }
    }
    #expect(store.sizes.values == [1, 10, 10, 10, 10, 9])
  }

  @Test func aFailedBatchReachesEachOfItsAppendersAndOnlyThem() async throws {
    try await VirtualTime.run { time in
      let writer = JournalWriter(store: store)
      await withDiscardingTaskGroup { group in
        await append(["a", "b", "c"], to: writer, in: &group, time)
        store.finish()
        await time.idle()
        await append(["d"], to: writer, in: &group, time)
        store.finish(.failure(StoreError(.unavailable, "no space")))
        await time.idle()
        store.finish()
      }
      #expect(
        Set(ended.values) == [
          Ending(name: "a", succeeded: true), Ending(name: "b", succeeded: false),
          Ending(name: "c", succeeded: false), Ending(name: "d", succeeded: true),
        ])
    }
  }

  @Test func worksOnAfterAFailureWithNobodyWaiting() async throws {
    try await VirtualTime.run { time in
      let writer = JournalWriter(store: store)
      await withDiscardingTaskGroup { group in
        await append(["a"], to: writer, in: &group, time)
        store.finish(.failure(StoreError(.unavailable, "no space")))
        await time.idle()
        await append(["b"], to: writer, in: &group, time)
        store.finish()
      }
      #expect(ended.values == [Ending(name: "a", succeeded: false), Ending(name: "b", succeeded: true)])
    }
  }

  /// Many appenders, in two hundred random orders: nothing is lost, doubled or reordered for any of them.
  @Test(arguments: 0..<200) func keepsEachAppendersOrder(_ seed: UInt64) async throws {
    let store = startedStore()
    try await VirtualTime.run(seed: seed) { _ in
      let writer = JournalWriter(store: store)
      try await withThrowingDiscardingTaskGroup { group in
        for appender in 0..<5 {
          group.addTask {
            for number in 0..<4 { try await writer.append(entry("\(appender)/\(number)")) }
          }
        }
      }
    }
    let names = store.journal(of: run).compactMap { entry in
      if case .stepEnded(let id, _) = entry.kind { id.task } else { nil }
    }
    #expect(Set(names).count == 20)
    #expect(names.count == 20)
    for appender in 0..<5 {
      #expect(names.filter { $0.hasPrefix("\(appender)/") } == (0..<4).map { "\(appender)/\($0)" })
    }
  }

  @Test func losesNothingOnManyThreads() async throws {
    let store = startedStore()
    let writer = JournalWriter(store: store)
    try await withThrowingDiscardingTaskGroup { group in
      for appender in 0..<16 {
        group.addTask {
          for number in 0..<500 { try await writer.append(entry("\(appender)/\(number)")) }
        }
      }
    }
    #expect(Set(store.journal(of: run).stepNames).count == 16 * 500)
    #expect(store.journal(of: run).stepNames.count == 16 * 500)
  }

  @Test func aCancelledAppenderDoesNotTakeItsEntryBack() async throws {
    try await VirtualTime.run { time in
      let writer = JournalWriter(store: store)
      await withDiscardingTaskGroup { group in
        await append(["a", "b"], to: writer, in: &group, time)
        group.cancelAll()
        store.finish()
        await time.idle()
        #expect(batches == [["a"], ["b"]])
        store.finish()
      }
      #expect(ended.values.allSatisfy { $0.succeeded })
      #expect(ended.count == 2)
    }
  }
}

/// Takes a turn of the executor for each commit.
private struct YieldingStore: JournalStore {
  let sizes = Log<Int>()

  func append(_ batch: [JournalEntry], by owner: OwnerID?) async throws(StoreError) {
    sizes.append(batch.count)
    await Task.yield()
  }

  func journal(of run: RunID, after position: Int64, limit: Int) async throws(StoreError) -> JournalPage {
    JournalPage(entries: [], next: nil, end: position)
  }
}
