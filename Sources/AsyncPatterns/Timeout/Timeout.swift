/// Runs the operation and cancels it when it takes too long.
///
/// The operation runs as a child of this task, on the caller's actor; when the time is up it is cancelled, and this
/// returns when it has ended: **an operation that ignores cancellation delays the error until it is done.** It may
/// use what is not `Sendable`, since the caller waits meanwhile.
///
/// On a ``SchedulingClock`` (``TimerClock``) the timer costs a heap entry; on any other clock a second child task.
///
/// - Parameters:
///   - limit: How long the operation may take. Zero or less throws without starting it.
///   - clock: What measures that.
///   - operation: What to run.
/// - Throws: ``TimeoutError`` when the time was up before the operation ended, whatever it returned or threw after
///   that, and only then. The caller's own cancellation shows as what the operation makes of it, as a rule
///   `CancellationError`.
@inlinable
public func withTimeout<C: Clock, R>(
  _ limit: Duration,
  clock: C,
  isolation: isolated (any Actor)? = #isolation,
  operation: () async throws -> R
) async throws -> R where C.Duration == Duration {
  try await withTimeout(limit, clock: clock, expired: TimeoutError(limit: limit), operation: operation)
}

/// ``withTimeout(_:clock:isolation:operation:)`` with an error of the caller's choice. Only this shell is generic in the
/// result: the caller specializes it, and the rest needs no metadata.
@inlinable
func withTimeout<C: Clock, R>(
  _ limit: Duration,
  clock: C,
  expired error: @autoclosure () -> any Error,
  isolation: isolated (any Actor)? = #isolation,
  operation: () async throws -> R
) async throws -> R where C.Duration == Duration {
  try Task.checkCancellation()
  guard limit > .zero else { throw error() }
  var result: Result<R, any Error>?
  let isInTime = await runInTime(limit, clock: clock) {
    do {
      result = .success(try await operation())
    } catch {
      result = .failure(error)
    }
  }
  guard isInTime, let result else { throw error() }
  return try result.get()
}

/// Runs the operation in a child task, and cancels that when the time is up.
///
/// - Returns: False when the time was up before the operation ended.
@usableFromInline
func runInTime<C: Clock>(
  _ limit: Duration,
  clock: C,
  isolation: isolated (any Actor)? = #isolation,
  _ operation: () async -> Void
) async -> Bool where C.Duration == Duration {
  let timeout = TimeoutGuard()
  return await withoutActuallyEscaping(operation) { operation in
    let child = ChildOperation(body: operation)
    return await withTimer(after: limit, clock: clock) {
      timeout.expire()
    } body: {
      await timeout.runInChild(child, isolation: isolation)
      return timeout.endedInTime
    }
  }
}
