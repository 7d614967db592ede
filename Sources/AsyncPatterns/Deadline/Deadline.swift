/// The instant by which the current task tree must be done.
///
/// It travels with the tasks: every child task sees it, and a child can only bring it forward.
///
/// ```swift
/// try await withDeadline(in: .seconds(2), clock: .timers) {
///   try await withDeadline(in: .seconds(10), clock: .timers) {   // still 2 s
///     request.headers["timeout"] = "\(Deadline.current?.remaining ?? .zero)"
///   }
/// }
/// ```
public struct Deadline: Sendable {
  /// The deadline of the current task; nil when there is none.
  @TaskLocal public static var current: Deadline?

  private let timeLeft: @Sendable () -> Duration

  /// - Parameters:
  ///   - instant: When to be done.
  ///   - clock: The clock whose instant that is.
  public init<C: Clock>(_ instant: C.Instant, clock: C) where C.Duration == Duration {
    timeLeft = { clock.now.duration(to: instant) }
  }

  /// How long until then; negative when it has passed.
  public var remaining: Duration { timeLeft() }

  /// Whether it has passed.
  public var hasPassed: Bool { remaining <= .zero }

  /// - Throws: ``DeadlineExceededError`` when the deadline of the current task has passed.
  public static func check() throws {
    if let current, current.hasPassed { throw DeadlineExceededError() }
  }
}

/// The deadline of the task tree passed before the work was done.
public struct DeadlineExceededError: Error, Equatable, CustomStringConvertible {
  public init() {}

  public var description: String { "the deadline passed before the work was done" }
}

/// Runs the operation with a deadline, which it and all tasks it starts can read as ``Deadline/current``.
///
/// At the deadline the operation is cancelled; this returns when it has ended. An enclosing deadline that comes
/// earlier stays in force, and then its owner cancels and throws, not this call.
///
/// - Parameters:
///   - limit: How far from now.
///   - clock: What measures that.
///   - operation: What to run.
/// - Throws: ``DeadlineExceededError`` when this deadline came before the operation ended, and only then; else what
///   the operation throws.
public func withDeadline<C: Clock, R>(
  in limit: Duration, clock: C, operation: () async throws -> R
) async throws -> R where C.Duration == Duration {
  if let outer = Deadline.current?.remaining, outer <= limit {
    return try await operation()
  }
  let deadline = Deadline(clock.now.advanced(by: limit), clock: clock)
  return try await Deadline.$current.withValue(deadline) {
    try await withTimeout(limit, clock: clock, expired: DeadlineExceededError(), operation: operation)
  }
}
