import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct RaceTests {
  private let clock = ManualClock()

  @Test func theFirstToEndWinsAndTheOthersAreCancelled() async throws {
    let task = Task {
      try await race(
        {
          try await clock.sleep(for: .seconds(2))
          return "slow"
        },
        {
          try await clock.sleep(for: .seconds(1))
          return "quick"
        })
    }
    await clock.waitForSleepers(2)
    clock.advance(by: .seconds(1))
    #expect(try await task.value == "quick")
    #expect(clock.sleeperCount == 0)
  }

  @Test func theFirstToEndMayFail() async {
    await #expect(throws: SomeError(number: 1)) {
      try await race({ throw SomeError(number: 1) }, { try await clock.sleep(for: .seconds(1)) })
    }
  }

  @Test func cancelledTheyAllAre() async {
    let task = Task { try await race({ try await clock.sleep(for: .seconds(1)) }) }
    await clock.waitForSleepers()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func firstSuccessPassesOverFailures() async throws {
    let result = try await firstSuccess({ throw SomeError() }, { 2 }, { throw SomeError() })
    #expect(result == 2)
  }

  @Test func firstSuccessSaysWhyAllFailed() async throws {
    let error = await #expect(throws: AllFailedError.self) {
      try await firstSuccess(
        maxConcurrency: 2,
        of: (1...3).map { number in { @Sendable () async throws -> Int in throw SomeError(number: number) } })
    }
    #expect(error?.errors as? [SomeError] == [SomeError(number: 1), SomeError(number: 2), SomeError(number: 3)])
  }

  @Test func firstSuccessBeginsNoMoreThanAllowed() async throws {
    let begun = Log<Int>()
    let result = try await firstSuccess(
      maxConcurrency: 1,
      of: (1...5).map { number in
        { @Sendable () async throws -> Int in
          begun.append(number)
          if number < 3 { throw SomeError() }
          return number
        }
      })
    #expect(result == 3)
    #expect(begun.values == [1, 2, 3])
  }

  @Test func settleAllTellsHowEachEnded() async {
    for limit in [nil, 1, 2] {
      let results = await settleAll(
        maxConcurrency: limit, [{ 1 }, { throw SomeError(number: 2) }, { 3 }] as [@Sendable () async throws -> Int])
      #expect(results.map { try? $0.get() } == [1, nil, 3])
      #expect(throws: SomeError(number: 2)) { try results[1].get() }
    }
  }

  @Test func settleAllCancelledBeginsNoMore() async {
    let task = Task {
      await (0..<3).concurrentSettle(maxConcurrency: 1) { _ in try await clock.sleep(for: .seconds(1)) }
    }
    await clock.waitForSleepers()
    task.cancel()
    let results = await task.value
    #expect(results.count == 3)
    for result in results { #expect(throws: CancellationError.self) { try result.get() } }
  }
}

@Suite struct AsyncSequenceConcurrencyTests {
  private let clock = ManualClock()

  private func numbers(_ count: Int) -> AsyncStream<Int> {
    AsyncStream { continuation in
      for number in 0..<count { continuation.yield(number) }
      continuation.finish()
    }
  }

  @Test(arguments: [1, 3, 100])
  func resultsAreHandedOverInOrder(limit: Int) async throws {
    var results: [Int] = []
    try await numbers(100).concurrentMap(
      maxConcurrency: limit,
      {
        for _ in 0..<($0 % 7) { await Task.yield() }
        return $0
      }, consume: { results.append($0) })
    #expect(results == Array(0..<100))
  }

  @Test func unorderedTheyAreHandedOverAsTheyCome() async throws {
    let results = Log<Int>()
    let task = Task {
      try await numbers(2).concurrentMap(
        maxConcurrency: 2, ordered: false,
        { number in
          try await clock.sleep(for: .seconds(2 - number))
          return number
        }, consume: { results.append($0) })
    }
    await clock.waitForSleepers(2)
    clock.advance(by: .seconds(1))
    await eventually { results.count == 1 }
    clock.advance(by: .seconds(1))
    try await task.value
    #expect(results.values == [1, 0])
  }

  @Test func theNextElementIsAskedForOnlyWhenThereIsRoom() async throws {
    let channel = Channel<Int>(capacity: 1)
    let sent = Log<Int>()
    let task = Task {
      try await channel.concurrentForEach(maxConcurrency: 2) { _ in try await clock.sleep(for: .seconds(1)) }
    }
    let sender = Task {
      for number in 0..<10 {
        try await channel.send(number)
        sent.append(number)
      }
      channel.finish()
    }
    await clock.waitForSleepers(2)
    // Two under way, one taken out and waiting for room, one in the buffer.
    await eventually { sent.count == 4 }
    for _ in 0..<100 { await Task.yield() }
    #expect(sent.count == 4)
    while clock.sleeperCount > 0 || sent.count < 10 {
      clock.advance(by: .seconds(1))
      await Task.yield()
    }
    try await sender.value
    while clock.sleeperCount > 0 { clock.advance(by: .seconds(1)) }
    task.cancel()
    _ = await task.result
  }

  @Test func anErrorEndsIt() async {
    await #expect(throws: SomeError(number: 3)) {
      try await numbers(10).concurrentForEach(maxConcurrency: 2) { if $0 == 3 { throw SomeError(number: 3) } }
    }
  }

  @Test func cancelledItDoesNotTakeAPartForTheWhole() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
    let seen = Log<Int>()
    let task = Task { try await stream.concurrentForEach(maxConcurrency: 2) { seen.append($0) } }
    continuation.yield(1)
    await eventually { seen.count == 1 }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
