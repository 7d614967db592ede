import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct TimerClockTests {
  @Test func manySleepersCostOneSleepOfTheBase() async throws {
    let base = ManualClock()
    let clock = TimerClock(base: base)
    let log = Log<Int>()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for second in (1...100).reversed() {
        group.addTask {
          try await clock.sleep(for: .seconds(second))
          log.append(second)
        }
      }
      await eventually { clock.waiterCount == 100 }
      #expect(base.sleeperCount == 1)
      for second in 1...100 {
        base.advance(by: .seconds(1))
        await eventually { log.count == second }
      }
      try await group.waitForAll()
    }
    #expect(log.values == Array(1...100))
    #expect(base.sleeperCount == 0)
  }

  @Test func resumesEverythingDueInOneWakeUp() async throws {
    let base = ManualClock()
    let clock = TimerClock(base: base)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for milliseconds in 1...1000 { group.addTask { try await clock.sleep(for: .milliseconds(milliseconds)) } }
      await eventually { clock.waiterCount == 1000 }
      base.advance(by: .seconds(1))
      try await group.waitForAll()
    }
    #expect(clock.waiterCount == 0)
  }

  @Test func aSleeperIsCancelledAtOnceAndTheOthersSleepOn() async throws {
    let base = ManualClock()
    let clock = TimerClock(base: base)
    let first = Task { try await clock.sleep(for: .seconds(1)) }
    await eventually { clock.waiterCount == 1 }
    let second = Task { try await clock.sleep(for: .seconds(2)) }
    await eventually { clock.waiterCount == 2 }
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    #expect(clock.waiterCount == 1)
    base.advance(by: .seconds(2))
    try await second.value
  }

  @Test func aTaskCancelledBeforehandDoesNotSleep() async {
    let clock = TimerClock(base: ManualClock())
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await clock.sleep(for: .seconds(1))
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.waiterCount == 0)
  }

  @Test func aDeadlineInThePastDoesNotWait() async throws {
    let clock = TimerClock(base: ManualClock())
    try await clock.sleep(until: clock.now)
    try await clock.sleep(for: .seconds(-1))
  }

  @Test func aScheduledActionIsCalledOnceOrNotWhenCancelled() async {
    let base = ManualClock()
    let clock = TimerClock(base: base)
    let log = Log<String>()
    _ = clock.schedule(at: clock.now.advanced(by: .seconds(1))) { log.append("kept") }
    let cancelled = clock.schedule(at: clock.now.advanced(by: .seconds(1))) { log.append("cancelled") }
    cancelled.cancel()
    base.advance(by: .seconds(5))
    #expect(log.values == ["kept"])
  }

  /// Real time: the thread wakes everybody, in order, none early.
  @Test func overTheContinuousClockNobodyWakesEarly() async throws {
    let clock = TimerClock(base: ContinuousClock())
    let early = Log<Duration>()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for milliseconds in 1...200 {
        group.addTask {
          let deadline = clock.now.advanced(by: .milliseconds(milliseconds % 20))
          try await clock.sleep(until: deadline)
          if clock.now < deadline { early.append(clock.now.duration(to: deadline)) }
        }
      }
      try await group.waitForAll()
    }
    #expect(early.values.isEmpty)
    #expect(clock.waiterCount == 0)
  }

  @Test func overAClockThatCannotCallBackATaskSleeps() async throws {
    let base = ManualClock()
    let clock = TimerClock(base: PlainClock(base: base))
    let sleeper = Task { try await clock.sleep(for: .seconds(2)) }
    await base.waitForSleepers()
    let earlier = Task { try await clock.sleep(for: .seconds(1)) }
    await eventually { clock.waiterCount == 2 && base.nextDeadline?.offset == .seconds(1) }
    base.advance(by: .seconds(1))
    try await earlier.value
    await eventually { base.nextDeadline?.offset == .seconds(2) }
    base.advance(by: .seconds(1))
    try await sleeper.value
  }

  @Test func cancelledFromEverywhereNothingIsLost() async throws {
    let clock = TimerClock(base: ContinuousClock())
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<2000 {
        group.addTask {
          let task = Task { try await clock.sleep(for: .microseconds(index % 300)) }
          if index.isMultiple(of: 2) { task.cancel() }
          _ = await task.result
        }
      }
    }
    #expect(clock.waiterCount == 0)
  }
}

/// A clock that can sleep and nothing else.
struct PlainClock: Clock {
  var base: ManualClock

  var now: ManualClock.Instant { base.now }
  var minimumResolution: Duration { base.minimumResolution }

  func sleep(until deadline: ManualClock.Instant, tolerance: Duration?) async throws {
    try await base.sleep(until: deadline, tolerance: tolerance)
  }
}
