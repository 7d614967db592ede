/// When further copies of a slow call are started.
public struct HedgingPolicy: Sendable {
  /// How long to wait for an answer before the next copy is started.
  public enum Delay: Sendable {
    /// So long.
    case fixed(Duration)
    /// As long as this share of the last calls took: 0.95 makes about one copy for twenty calls. Until the tracker
    /// knows enough calls, the other delay.
    case percentile(Double, of: LatencyTracker, initially: Duration)
  }

  /// How long to wait for an answer before the next copy is started.
  public var delay: Delay
  /// How many copies run at most, the first included.
  public var maxAttempts: Int
  /// Whether an error lets the other copies run on, and starts the next at once; else it ends them all.
  public var shouldContinue: @Sendable (any Error) -> Bool

  public init(
    delay: Delay, maxAttempts: Int = 2, shouldContinue: @escaping @Sendable (any Error) -> Bool = { _ in true }
  ) {
    self.delay = delay
    self.maxAttempts = max(1, maxAttempts)
    self.shouldContinue = shouldContinue
  }

  func currentDelay() -> Duration {
    switch delay {
    case .fixed(let delay): delay
    case .percentile(let share, let tracker, let initially): tracker.percentile(share) ?? initially
    }
  }

  func record(_ latency: Duration) {
    if case .percentile(_, let tracker, _) = delay { tracker.record(latency) }
  }
}

private enum HedgingEvent<R: Sendable>: Sendable {
  case ended(Result<R, any Error>, began: Duration)
  case delayPassed(after: Int)
}

/// Starts a call, and a copy of it when the answer is late; the first answer wins, and the others are cancelled.
///
/// **Only for calls that may be made twice.** Waits until the cancelled copies have ended.
///
/// - Parameters:
///   - policy: When copies are started, and how many.
///   - clock: Measures the delays.
///   - observe: Is told of every copy.
///   - operation: The call; it is told which copy it is, counted from 1. It runs off the caller's actor.
/// - Throws: When all copies failed, the error of the last to fail; `CancellationError` when the task is cancelled and
///   the copies end so.
public func hedge<C: Clock, R: Sendable>(
  _ policy: HedgingPolicy,
  clock: C,
  observe: PolicyObserver? = nil,
  operation: @escaping @Sendable (_ attempt: Int) async throws -> R
) async throws -> R where C.Duration == Duration {
  try Task.checkCancellation()
  let start = clock.now
  return try await withThrowingTaskGroup(of: HedgingEvent<R>.self) { group in
    defer { group.cancelAll() }
    var started = 0
    var running = 0
    func startNext() {
      started += 1
      running += 1
      let attempt = started
      group.addTask {
        let began = start.duration(to: clock.now)
        do {
          return .ended(.success(try await operation(attempt)), began: began)
        } catch {
          return .ended(.failure(error), began: began)
        }
      }
      guard started < policy.maxAttempts else { return }
      let due = clock.now.advanced(by: policy.currentDelay())
      group.addTask {
        try? await clock.sleep(until: due, tolerance: nil)
        return .delayPassed(after: attempt)
      }
    }
    startNext()
    while let event = try await group.next() {
      switch event {
      case .ended(.success(let result), let began):
        policy.record(start.duration(to: clock.now) - began)
        return result
      case .ended(.failure(let error), _):
        running -= 1
        if Task.isCancelled || !policy.shouldContinue(error) { throw error }
        if started < policy.maxAttempts {
          startNext()
          observe?(.hedged(attempt: started - 1))
        } else if running == 0 {
          throw error
        }
      case .delayPassed(let attempt):
        // Another copy may have been started since, because one failed: then its own delay counts.
        if !Task.isCancelled, attempt == started {
          startNext()
          observe?(.hedged(attempt: started - 1))
        }
      }
    }
    throw CancellationError()
  }
}
