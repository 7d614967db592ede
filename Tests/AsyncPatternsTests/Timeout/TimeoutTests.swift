import AsyncPatterns
import JugglerTesting
import Testing

/// The same behaviour is asked of both ways to keep the time: a callback of the clock, and a task that sleeps.
@Suite struct TimeoutTests {
  enum Timer: CaseIterable {
    case callback
    case task
  }

  private let clock = ManualClock()

  private func timeout<R: Sendable>(
    _ limit: Duration, _ timer: Timer, _ operation: () async throws -> R
  ) async throws -> R {
    switch timer {
    case .callback: try await withTimeout(limit, clock: TimerClock(base: clock), operation: operation)
    case .task: try await withTimeout(limit, clock: PlainClock(base: clock), operation: operation)
    }
  }

  @Test(arguments: Timer.allCases)
  func returnsWhatTheOperationReturns(timer: Timer) async throws {
    #expect(try await timeout(.seconds(1), timer) { 42 } == 42)
    #expect(clock.sleeperCount <= 1)
  }

  @Test(arguments: Timer.allCases)
  func throwsWhatTheOperationThrows(timer: Timer) async {
    await #expect(throws: SomeError(number: 3)) { try await timeout(.seconds(1), timer) { throw SomeError(number: 3) } }
    await #expect(throws: CancellationError.self) {
      try await timeout(.seconds(1), timer) { throw CancellationError() }
    }
  }

  @Test(arguments: Timer.allCases)
  func cancelsTheOperationWhenTheTimeIsUp(timer: Timer) async {
    let log = Log<String>()
    let task = Task {
      try await timeout(.seconds(5), timer) {
        do {
          try await clock.sleep(for: .seconds(100))
        } catch {
          log.append("\(type(of: error))")
          throw error
        }
      }
    }
    await clock.waitForSleepers(2)
    clock.advance(by: .seconds(5))
    await #expect(throws: TimeoutError(limit: .seconds(5))) { try await task.value }
    #expect(log.values == ["CancellationError"])
  }

  @Test(arguments: Timer.allCases)
  func theCallersCancellationIsNotATimeout(timer: Timer) async {
    let task = Task { try await timeout(.seconds(5), timer) { try await clock.sleep(for: .seconds(100)) } }
    await clock.waitForSleepers(2)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(arguments: Timer.allCases)
  func anExpiryAfterTheCallersCancellationIsNotATimeout(timer: Timer) async {
    let (mayEnd, end) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      try await timeout(.seconds(5), timer) {
        await ignoringCancellation { for await _ in mayEnd {} }
        try Task.checkCancellation()
      }
    }
    await clock.waitForSleepers(1)
    task.cancel()
    clock.advance(by: .seconds(5))
    end.finish()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(arguments: Timer.allCases)
  func aResultThatComesTooLateIsATimeout(timer: Timer) async {
    let task = Task {
      try await timeout(.seconds(5), timer) {
        try? await clock.sleep(for: .seconds(100))
        return "too late"
      }
    }
    await clock.waitForSleepers(2)
    clock.advance(by: .seconds(5))
    await #expect(throws: TimeoutError.self) { try await task.value }
  }

  @Test(arguments: Timer.allCases)
  func waitsForAnOperationThatIgnoresCancellation(timer: Timer) async {
    let (mayEnd, end) = AsyncStream.makeStream(of: Void.self)
    let finished = Log<Void>()
    let task = Task {
      defer { finished.append(()) }
      try await timeout(.seconds(5), timer) { await ignoringCancellation { for await _ in mayEnd {} } }
    }
    await clock.waitForSleepers(1)
    clock.advance(by: .seconds(5))
    for _ in 0..<100 { await Task.yield() }
    #expect(finished.count == 0)
    end.finish()
    await #expect(throws: TimeoutError.self) { try await task.value }
  }

  @Test(arguments: Timer.allCases)
  func withoutTimeTheOperationIsNotStarted(timer: Timer) async {
    await #expect(throws: TimeoutError(limit: .zero)) {
      try await timeout(.zero, timer) { _ = Issue.record("started") }
    }
  }

  @Test(arguments: Timer.allCases)
  func aCancelledTaskDoesNotStartTheOperation(timer: Timer) async {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await timeout(.seconds(1), timer) { _ = Issue.record("started") }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(arguments: Timer.allCases)
  func nestedTimeoutsTellWhoseTimeIsUp(timer: Timer) async {
    let task = Task {
      try await timeout(.seconds(3), timer) {
        try await timeout(.seconds(10), timer) { try await clock.sleep(for: .seconds(100)) }
      }
    }
    await clock.waitForSleepers(3)
    clock.advance(by: .seconds(3))
    await #expect(throws: TimeoutError(limit: .seconds(3))) { try await task.value }
  }

  @MainActor
  @Test(arguments: Timer.allCases)
  func theOperationRunsOnTheCallersActor(timer: Timer) async throws {
    final class Counter { var count = 0 }
    let counter = Counter()
    switch timer {
    case .callback:
      try await withTimeout(.seconds(1), clock: TimerClock(base: clock)) {
        MainActor.assertIsolated()
        counter.count += 1
      }
    case .task:
      try await withTimeout(.seconds(1), clock: clock) {
        MainActor.assertIsolated()
        counter.count += 1
      }
    }
    #expect(counter.count == 1)
  }

  /// Real time, expiry and end as close together as can be: each call has exactly one outcome.
  @Test func whenExpiryAndEndMeetOneOfThemWins() async {
    let outcomes = Log<Bool>()
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<1000 {
        group.addTask {
          do {
            try await withTimeout(.microseconds(index % 200 + 1), clock: .timers) {
              try await TimerClock.timers.sleep(for: .microseconds(100))
            }
            outcomes.append(true)
          } catch {
            #expect(error is TimeoutError)
            outcomes.append(false)
          }
        }
      }
    }
    #expect(outcomes.count == 1000)
  }
}
