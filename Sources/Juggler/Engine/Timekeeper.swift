import AsyncPatterns

/// An engine's time, whatever the type of its clock.
protocol Timekeeper: Sendable {
  /// The wall-clock time at which the engine began, moved on by its clock: never backwards.
  var now: Timestamp { get }

  func sleep(for duration: Duration) async throws

  func withTimeout<R>(_ limit: Duration, _ operation: () async throws -> R) async throws -> R
}

struct ClockTimekeeper<C: Clock>: Timekeeper where C.Duration == Duration {
  private let clock: C
  private let start: C.Instant
  private let startTime: Timestamp

  init(clock: C, startTime: Timestamp) {
    self.clock = clock
    self.startTime = startTime
    start = clock.now
  }

  var now: Timestamp { startTime + start.duration(to: clock.now) }

  func sleep(for duration: Duration) async throws {
    try await clock.sleep(until: clock.now.advanced(by: duration), tolerance: nil)
  }

  func withTimeout<R>(_ limit: Duration, _ operation: () async throws -> R) async throws -> R {
    try await AsyncPatterns.withTimeout(limit, clock: clock, operation: operation)
  }
}
