import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct CPUPoolTests {
  @Test func computesOnItsOwnThreadsAndComesBack() async throws {
    let pool = CPUPool(threads: 2, name: "compute")
    let name = try await pool.run { currentThreadName() }
    #expect(name.hasPrefix("compute-"))
    #expect(!currentThreadName().hasPrefix("compute-"))
  }

  @Test func itsThreadsStandBelowNormalPriority() async throws {
    let pool = CPUPool(threads: 1, niceness: 7)
    #expect(try await pool.run { currentNiceness() } == 7)
  }

  @Test func itsThreadsMayTakeOnlyWhatIsLeftOver() async throws {
    #expect(try await CPUPool(threads: 1, isIdle: true).run { isIdleThread() })
    #expect(try await !CPUPool(threads: 1).run { isIdleThread() })
  }

  @Test func throwsWhatTheBodyThrows() async {
    let pool = CPUPool(threads: 1)
    await #expect(throws: SomeError(number: 1)) { try await pool.run { throw SomeError(number: 1) } }
  }

  @Test func aCancelledTaskDoesNotBegin() async {
    let pool = CPUPool(threads: 1)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await pool.run { _ = Issue.record("began") }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func theBodySeesTheCancellationOfItsTask() async throws {
    let pool = CPUPool(threads: 1)
    let began = Log<Void>()
    let task = Task {
      try await pool.run {
        began.append(())
        while !Task.isCancelled {}
        return "noticed"
      }
    }
    await eventually { began.count == 1 }
    #expect(pool.metrics.busy == 1)
    task.cancel()
    #expect(try await task.value == "noticed")
  }

  @Test func runsAsManyAtOnceAsItHasThreadsAndQueuesTheRest() async throws {
    let pool = CPUPool(threads: 2)
    let mayEnd = Log<Void>()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<5 {
        group.addTask {
          try await pool.run { while mayEnd.count == 0 {} }
        }
      }
      await eventually { pool.metrics.busy == 2 && pool.metrics.queued == 3 }
      mayEnd.append(())
      try await group.waitForAll()
    }
    await eventually { pool.metrics.busy == 0 }
    #expect(pool.metrics.queued == 0)
    #expect(pool.metrics.completed == 5)
  }

  @Test func wholeTasksPreferIt() async {
    let pool = CPUPool(threads: 1, name: "whole")
    let names = await withTaskExecutorPreference(pool) {
      async let child = threadNameOfAChild()
      return await child
    }
    #expect(names.hasPrefix("whole-"))
  }

  @Test func longWorkLetsOthersHaveTheThread() async throws {
    let pool = CPUPool(threads: 1)
    let others = Log<Void>()
    let began = Log<Void>()
    let long = Task(executorPreference: pool) {
      began.append(())
      // Ends only because the other job is let in.
      while others.count == 0 { try await pool.checkpoint() }
    }
    await eventually { began.count == 1 }
    try await pool.run { others.append(()) }
    try await long.value
  }

  @Test func longWorkNoticesItsCancellation() async {
    let pool = CPUPool(threads: 1)
    let began = Log<Void>()
    let long = Task(executorPreference: pool) {
      began.append(())
      while true { try await pool.checkpoint() }
    }
    await eventually { began.count == 1 }
    long.cancel()
    await #expect(throws: CancellationError.self) { try await long.value }
  }

  @Test(arguments: [nil, 1, 7, 1000] as [Int?])
  func parallelMapKeepsTheOrder(chunkSize: Int?) async throws {
    let pool = CPUPool(threads: 3)
    for count in [0, 1, 5, 100] {
      let results = try await pool.parallelMap(0..<count, chunkSize: chunkSize) { $0 * 3 }
      #expect(results == (0..<count).map { $0 * 3 })
    }
  }

  @Test func parallelMapThrowsTheFirstError() async {
    let pool = CPUPool(threads: 2)
    await #expect(throws: SomeError(number: 50)) {
      try await pool.parallelMap(0..<100, chunkSize: 10) { element in
        if element == 50 { throw SomeError(number: element) }
      }
    }
  }

  @Test func parallelReduceJoinsNeighboursInOrder() async throws {
    let pool = CPUPool(threads: 3)
    let text = try await pool.parallelReduce(
      0..<50, into: "", chunkSize: 4, partial: { $0 += "\($1) " }, combine: { $0 += $1 })
    #expect(text == (0..<50).map { "\($0) " }.joined())
  }

  @Test func aCancelledMapStops() async {
    let pool = CPUPool(threads: 1)
    let computed = Log<Int>()
    let task = Task {
      try await pool.parallelMap(0..<1000, chunkSize: 1) { element in
        computed.append(element)
        while element == 1, !Task.isCancelled {}
      }
    }
    await eventually { computed.count == 2 }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(computed.count == 2)
  }

  @Test func aPoolNoLongerUsedEndsItsThreads() async throws {
    for _ in 0..<200 { _ = try await CPUPool(threads: 2, name: "brief").run { 1 } }
    await eventually { threadCount(named: "brief-") == 0 }
  }
}

@concurrent
private func threadNameOfAChild() async -> String { currentThreadName() }
