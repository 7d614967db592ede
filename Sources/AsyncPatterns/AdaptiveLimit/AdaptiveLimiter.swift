import Synchronization

/// A bulkhead that finds out by itself how many calls at a time the other side can take.
///
/// ```swift
/// let limiter = AdaptiveLimiter(.gradient(), initial: 20, range: 1...200, clock: .timers)
/// let answer = try await limiter.run { try await search(query) }
/// ```
public final class AdaptiveLimiter<C: Clock>: Sendable where C.Duration == Duration {
  private let clock: C
  private let semaphore: AsyncSemaphore
  private let classify: @Sendable (any Error) -> LimitSample
  private let observe: PolicyObserver?
  private let estimator: Mutex<LimitEstimator>

  /// - Parameters:
  ///   - algorithm: How the limit follows what it sees.
  ///   - initial: The limit to begin with.
  ///   - range: The limit stays within.
  ///   - maxQueued: How many calls may wait for their turn; the next is refused.
  ///   - clock: Measures how long calls take.
  ///   - classify: What an error says about load. As a rule a timeout means overload, and other errors nothing.
  ///   - observe: Is told of every change of the limit, and of every refusal.
  public init(
    _ algorithm: LimitAlgorithm,
    initial: Int = 20,
    range: ClosedRange<Int> = 1...1000,
    maxQueued: Int = 0,
    clock: C,
    classify: @escaping @Sendable (any Error) -> LimitSample = { $0 is TimeoutError ? .dropped : .ignored },
    observe: PolicyObserver? = nil
  ) {
    self.clock = clock
    self.classify = classify
    self.observe = observe
    let estimator = LimitEstimator(algorithm, initial: initial, range: range)
    semaphore = AsyncSemaphore(permits: estimator.limit, queueLimit: max(0, maxQueued))
    self.estimator = Mutex(estimator)
  }

  /// How many calls at a time it lets through now.
  public var limit: Int { semaphore.limit }
  /// How many are under way.
  public var inFlight: Int { semaphore.used }

  /// Runs the operation if there is room for it, and learns from how it goes.
  ///
  /// - Throws: ``BulkheadRejectedError`` when there is no room; `CancellationError` when the task is cancelled while it
  ///   waits; and what the operation throws.
  public func run<R>(
    priority: AsyncSemaphore.Priority = .normal,
    isolation: isolated (any Actor)? = #isolation,
    _ operation: () async throws -> R
  ) async throws -> R {
    do {
      try await semaphore.acquire(priority: priority)
    } catch is QueueFullError {
      let error = BulkheadRejectedError(
        maxConcurrent: semaphore.limit, waiting: semaphore.waiting, waitedTooLong: false)
      observe?(.rejected(error))
      throw error
    }
    let (began, inFlight) = (clock.now, semaphore.used)
    defer { semaphore.release() }
    do {
      let result = try await operation()
      learn(from: .answered(after: began.duration(to: clock.now)), inFlight: inFlight)
      return result
    } catch {
      learn(from: Task.isCancelled ? .ignored : classify(error), inFlight: inFlight)
      throw error
    }
  }

  private func learn(from sample: LimitSample, inFlight: Int) {
    let (before, after) = estimator.withLock { estimator in
      let before = estimator.limit
      estimator.learn(from: sample, inFlight: inFlight)
      // Within the lock, so that the semaphore gets the limits in their order.
      if estimator.limit != before { semaphore.limit = estimator.limit }
      return (before, estimator.limit)
    }
    if before != after { observe?(.limitChanged(from: before, to: after)) }
  }
}
