import AsyncPatterns
import JugglerTesting
import Synchronization
import Testing

@Suite struct ConcurrentMapTests {
  private let clock = ManualClock()

  @Test(arguments: [nil, 1, 2, 7, 1000] as [Int?])
  func keepsTheOrderOfTheElements(limit: Int?) async throws {
    let results = try await (0..<500).concurrentMap(maxConcurrency: limit) { element in
      for _ in 0..<(element % 5) { await Task.yield() }
      return element * 2
    }
    #expect(results == (0..<500).map { $0 * 2 })
  }

  @Test func unorderedReturnsTheSameElements() async throws {
    let results = try await (0..<100).concurrentMap(maxConcurrency: 5, ordered: false) { $0 }
    #expect(results.sorted() == Array(0..<100))
  }

  @Test func anEmptySequenceGivesNothing() async throws {
    #expect(try await [Int]().concurrentMap(maxConcurrency: 3) { $0 } == [])
    #expect(try await [Int]().concurrentMap { $0 } == [])
  }

  @Test func runsAsManyAsAllowedAndNoMore() async throws {
    let running = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    let task = Task {
      try await (0..<12).concurrentMap(maxConcurrency: 4) { _ in
        most.max(running.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
        try await clock.sleep(for: .seconds(1))
        running.subtract(1, ordering: .relaxed)
      }
    }
    for _ in 0..<3 {
      await clock.waitForSleepers(4)
      clock.advance(by: .seconds(1))
    }
    _ = try await task.value
    #expect(most.load(ordering: .relaxed) == 4)
    #expect(clock.now.offset == .seconds(3))
  }

  @Test func withoutALimitAllRunAtOnce() async throws {
    let task = Task { try await (0..<100).concurrentMap { _ in try await clock.sleep(for: .seconds(1)) } }
    await clock.waitForSleepers(100)
    clock.advance(by: .seconds(1))
    _ = try await task.value
  }

  @Test func takesElementsOnlyWhenItBeginsThem() async throws {
    let taken = Log<Int>()
    let elements = CountedElements(count: 100, taken: taken)
    let task = Task {
      try await elements.concurrentMap(maxConcurrency: 3) { _ in try await clock.sleep(for: .seconds(1)) }
    }
    await clock.waitForSleepers(3)
    #expect(taken.count == 3)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(taken.count == 3)
  }

  @Test func theFirstErrorCancelsTheRestAndBeginsNoMore() async {
    let ended = Log<String>()
    let task = Task {
      try await (0..<100).concurrentMap(maxConcurrency: 3) { element in
        if element == 2 {
          await clock.waitForSleepers(2)
          throw SomeError(number: element)
        }
        do {
          try await clock.sleep(for: .seconds(1))
        } catch {
          ended.append("\(element) \(type(of: error))")
          throw error
        }
      }
    }
    await #expect(throws: SomeError(number: 2)) { try await task.value }
    #expect(Set(ended.values) == ["0 CancellationError", "1 CancellationError"])
  }

  @Test func cancelledWhileItWaitsNothingStaysBehind() async {
    let task = Task {
      try await (0..<10).concurrentForEach(maxConcurrency: 2) { _ in try await clock.sleep(for: .seconds(1)) }
    }
    await clock.waitForSleepers(2)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.sleeperCount == 0)
  }

  @Test func cancelledBetweenElementsItThrowsRatherThanReturningAPart() async {
    let task = Task {
      try await (0..<10).concurrentMap(maxConcurrency: 2) { element in
        // Ignores its own cancellation, as code that does not wait does.
        try? await clock.sleep(for: .seconds(1))
        return element
      }
    }
    await clock.waitForSleepers(2)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func forEachVisitsEveryElementOnce() async throws {
    let seen = Log<Int>()
    try await (0..<200).concurrentForEach(maxConcurrency: 8) { seen.append($0) }
    try await (200..<300).concurrentForEach { seen.append($0) }
    #expect(seen.values.sorted() == Array(0..<300))
  }
}

private struct CountedElements: Sequence, Sendable {
  let count: Int
  let taken: Log<Int>

  func makeIterator() -> AnyIterator<Int> {
    var next = 0
    return AnyIterator {
      guard next < count else { return nil }
      defer { next += 1 }
      taken.append(next)
      return next
    }
  }
}
