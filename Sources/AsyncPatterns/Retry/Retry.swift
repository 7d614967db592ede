/// Tries the operation until it succeeds, or until the policy says that this was the last try.
///
/// - Parameters:
///   - policy: Whether, when and how often.
///   - clock: Measures the delays, the elapsed time and the time of each try.
///   - generator: Where the jitter comes from.
///   - isAcceptable: Whether a result needs no further try. When the tries are used up, the last result is returned.
///   - onRetry: Called before the delay of each retry. What it throws ends the retrying and is thrown.
///   - operation: What to try; it is told which try this is, counted from 1.
/// - Returns: The operation's result.
/// - Throws: The error of the last try, whatever the reason that it was the last: attempts, elapsed time, the
///   ``Deadline`` of the task (a delay that would outlast it is not begun), the budget, or the predicate.
///   `CancellationError` when the task is cancelled during a delay.
public func retry<C: Clock, R>(
  _ policy: RetryPolicy,
  clock: C,
  using generator: some RandomNumberGenerator = SystemRandomNumberGenerator(),
  until isAcceptable: ((R) -> Bool)? = nil,
  onRetry: (RetryEvent) async throws -> Void = { _ in },
  operation: (_ attempt: Int) async throws -> R
) async throws -> R where C.Duration == Duration {
  var attempts = RetryAttempts(policy: policy)
  var generator = generator
  let start = clock.now
  policy.budget?.recordCall()
  while true {
    let attempt = attempts.count
    let failure: any Error
    do {
      let result = try await runAttempt(attempt, limit: policy.attemptTimeout, clock: clock, operation: operation)
      guard let isAcceptable, !isAcceptable(result) else { return result }
      let rejection = RejectedResultError(result: String(describing: result))
      if Task.isCancelled || !attempts.canRetry(rejection, elapsed: start.duration(to: clock.now), using: &generator) {
        return result
      }
      failure = rejection
    } catch {
      if Task.isCancelled { throw error }
      guard try await policy.shouldRetry(error),
        attempts.canRetry(error, elapsed: start.duration(to: clock.now), using: &generator)
      else { throw error }
      failure = error
    }
    try await onRetry(RetryEvent(attempt: attempt, error: failure, delay: attempts.delay))
    if attempts.delay > .zero {
      try await clock.sleep(for: attempts.delay)
    } else {
      try Task.checkCancellation()
    }
  }
}

private func runAttempt<C: Clock, R>(
  _ attempt: Int, limit: Duration?, clock: C, operation: (Int) async throws -> R
) async throws -> R where C.Duration == Duration {
  guard let limit else { return try await operation(attempt) }
  return try await withTimeout(limit, clock: clock) { try await operation(attempt) }
}
