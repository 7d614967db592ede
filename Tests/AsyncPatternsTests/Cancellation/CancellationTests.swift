import AsyncPatterns
import JugglerTesting
import Testing

/// Cancels each pattern at every point at which it can be suspended: a manual executor runs the work job by job and a
/// manual clock moves deadline by deadline; the work is cancelled after the first of these steps, and in another run
/// after the second, and so on until it ends before it is cancelled.
///
/// Each time it must end without any time passing, and leave nothing behind: no permit, no sleeper, no waiter.
@Suite struct CancellationTests {
  @Test(arguments: CancellationScenario.all)
  func cancelledAtAnyPointItEndsAndLeavesNothingBehind(scenario: CancellationScenario) async throws {
    var points = 0
    while points < 1000 {
      let run = scenario.make()
      guard run.perform(cancellingAfter: points) else { break }
      #expect(run.hasEnded, "hangs when cancelled after \(points) steps")
      run.finishCompanions()
      #expect(run.leftovers() == [], "when cancelled after \(points) steps")
      points += 1
    }
    #expect(points >= 2, "the scenario never waits")
    #expect(points < 1000, "the scenario never ends")
  }
}

/// A pattern at work, on virtual time and an executor of its own.
final class CancellationRun: Sendable {
  let executor = ManualExecutor()
  let clock = ManualClock()
  let timers: TimerClock<ManualClock>
  private let body: @Sendable (CancellationRun) async throws -> Void
  private let companion: (@Sendable (CancellationRun) async throws -> Void)?
  private let check: @Sendable () -> [String]
  private let ended = Log<Void>()
  private let companionEnded = Log<Void>()

  /// - Parameters:
  ///   - companion: Works beside the body, and is not cancelled.
  ///   - check: What is left behind and should not be.
  init(
    companion: (@Sendable (CancellationRun) async throws -> Void)? = nil,
    check: @escaping @Sendable () -> [String] = { [] },
    body: @escaping @Sendable (CancellationRun) async throws -> Void
  ) {
    timers = TimerClock(base: clock)
    self.companion = companion
    self.check = check
    self.body = body
  }

  var hasEnded: Bool { ended.count == 1 }

  /// False when the work ended before so many steps.
  func perform(cancellingAfter steps: Int) -> Bool {
    if let companion {
      Task(executorPreference: executor) {
        try? await companion(self)
        self.companionEnded.append(())
      }
    }
    let task = Task(executorPreference: executor) {
      try? await self.body(self)
      self.ended.append(())
    }
    for _ in 0..<steps {
      if hasEnded { return false }
      if !executor.runNext(), !clock.advanceToNextDeadline() { break }
    }
    if hasEnded { return false }
    task.cancel()
    executor.runUntilIdle()
    return true
  }

  /// Lets the companion come to its end, as time passes.
  func finishCompanions() {
    while executor.runUntilIdle() > 0 || clock.advanceToNextDeadline() {}
  }

  func leftovers() -> [String] {
    var all = check()
    if clock.sleeperCount > 0 { all.append("\(clock.sleeperCount) sleepers") }
    if timers.waiterCount > 0 { all.append("\(timers.waiterCount) timers") }
    if executor.readyCount > 0 { all.append("\(executor.readyCount) jobs") }
    if companion != nil, companionEnded.count == 0 { all.append("a companion that never ends") }
    return all
  }
}
