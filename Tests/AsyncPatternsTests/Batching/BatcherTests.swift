import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct BatcherTests {
  private let clock = ManualClock()
  private let batches = Log<[Int]>()

  private func batcher(
    maxSize: Int = 3, _ perform: (@Sendable ([Int]) async throws -> [Int])? = nil
  ) -> Batcher<Int, Int, ManualClock> {
    Batcher(maxSize: maxSize, maxDelay: .seconds(1), clock: clock) { [batches] inputs in
      batches.append(inputs.sorted())
      return try await perform?(inputs) ?? inputs.map { $0 * 10 }
    }
  }

  @Test func sendsABatchWhenItIsFull() async throws {
    let batcher = batcher()
    let results = try await batcher.whileRunning {
      try await (1...6).concurrentMap { try await batcher($0) }
    }
    #expect(results == [10, 20, 30, 40, 50, 60])
    #expect(batches.values.map(\.count) == [3, 3])
  }

  @Test func sendsABatchWhenItsFirstCallHasWaitedLongEnough() async throws {
    let batcher = batcher()
    try await batcher.whileRunning {
      async let result = batcher(7)
      await clock.waitForSleepers()
      #expect(batches.count == 0)
      clock.advance(by: .seconds(1))
      let value = try await result
      #expect(value == 70)
    }
    #expect(batches.values == [[7]])
  }

  @Test func anErrorIsThatOfEveryCall() async throws {
    let batcher = batcher { _ in throw SomeError(number: 5) }
    try await batcher.whileRunning {
      let results = await (1...3).concurrentSettle { try await batcher($0) }
      for result in results { #expect(throws: SomeError(number: 5)) { try result.get() } }
    }
  }

  @Test func aWrongNumberOfResultsIsAnError() async throws {
    let batcher = batcher { _ in [1] }
    try await batcher.whileRunning {
      let results = await (1...3).concurrentSettle { try await batcher($0) }
      for result in results {
        #expect(throws: BatchSizeMismatchError(inputs: 3, results: 1)) { try result.get() }
      }
    }
  }

  @Test func aCancelledCallLeavesTheBatch() async throws {
    let batcher = batcher()
    try await batcher.whileRunning {
      let leaving = Task { try await batcher(1) }
      await clock.waitForSleepers()
      leaving.cancel()
      await #expect(throws: CancellationError.self) { try await leaving.value }
      async let staying = batcher(2)
      for _ in 0..<200 { await Task.yield() }
      clock.advance(by: .seconds(1))
      let value = try await staying
      #expect(value == 20)
    }
    #expect(batches.values == [[2]])
  }

  @Test func callsMadeBeforeItRunsWait() async throws {
    let batcher = batcher(maxSize: 1)
    let early = Task { try await batcher(1) }
    for _ in 0..<100 { await Task.yield() }
    #expect(batches.count == 0)
    let value = try await batcher.whileRunning { try await early.value }
    #expect(value == 10)
  }

  @Test func cancelledWhileABatchIsUnderWayItsCallsEnd() async throws {
    let batcher = batcher(maxSize: 1) { [clock] inputs in
      try await clock.sleep(for: .seconds(100))
      return inputs
    }
    let running = Task { await batcher.run() }
    let call = Task { try await batcher(1) }
    await clock.waitForSleepers()
    running.cancel()
    await #expect(throws: CancellationError.self) { try await call.value }
    await running.value
  }
}
