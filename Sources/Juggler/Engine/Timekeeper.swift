import AsyncPatterns

/// An engine's time, whatever the type of its clock.
protocol Timekeeper: Sendable {
  /// The wall-clock time at which the engine began, moved on by its clock: never backwards.
  var now: Timestamp { get }

  func sleep(for duration: Duration) async throws

  func withTimeout<R>(_ limit: Duration, _ operation: () async throws -> R) async throws -> R

  func retry<R>(_ policy: RetryPolicy, _ operation: () async throws -> R) async throws -> R

  /// Calls `action` after so long, unless what this returns is called before.
  func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> @Sendable () -> Void
}

struct ClockTimekeeper<C: Clock>: Timekeeper where C.Duration == Duration {
  private let clock: C
  private let start: C.Instant
  private let startTime: Timestamp
  /// What `ContinuousClock.nanoseconds` was at the start, if that is the clock; it is asked several times a run.
  private let startNanoseconds: Int64?

  init(clock: C, startTime: Timestamp) {
    self.clock = clock
    self.startTime = startTime
    start = clock.now
    let isContinuous = C.self == ContinuousClock.self || C.self == TimerClock<ContinuousClock>.self
    startNanoseconds = isContinuous ? ContinuousClock.nanoseconds : nil
  }

  var now: Timestamp {
    if let startNanoseconds {
      return Timestamp(nanoseconds: startTime.nanoseconds &+ (ContinuousClock.nanoseconds &- startNanoseconds))
    }
    return Timestamp(nanoseconds: startTime.nanoseconds &+ start.duration(to: clock.now).nanosecondsRoundedDown)
  }

  func sleep(for duration: Duration) async throws {
    try await clock.sleep(until: clock.now.advanced(by: duration), tolerance: nil)
  }

  func withTimeout<R>(_ limit: Duration, _ operation: () async throws -> R) async throws -> R {
    try await AsyncPatterns.withTimeout(limit, clock: clock, operation: operation)
  }

  func retry<R>(_ policy: RetryPolicy, _ operation: () async throws -> R) async throws -> R {
    try await AsyncPatterns.retry(policy, clock: clock) { _ in try await operation() }
  }

  func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
    if let scheduling = clock as? any SchedulingClock {
      let scheduled = scheduling.schedule(after: delay, action)
      return { scheduled.cancel() }
    }
    // A clock that can only be slept on needs a task for that; it ends with the timer or with its cancellation.
    let timer = Task { [clock] in
      if (try? await clock.sleep(until: clock.now.advanced(by: delay), tolerance: nil)) != nil { action() }
    }
    return { timer.cancel() }
  }
}

extension Timekeeper {
  /// Waits, whether the task is cancelled or not.
  func pause(for duration: Duration) async {
    await withUnsafeContinuation { continuation in _ = schedule(after: duration) { continuation.resume() } }
  }
}
