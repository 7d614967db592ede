/// Keeps a part of the system from taking more than its share: so many calls at a time, so many waiting, no more.
///
/// ```swift
/// let reports = Bulkhead(maxConcurrent: 4, maxQueued: 20)
/// let report = try await reports.run(priority: .low) { try await render() }
/// ```
public struct Bulkhead: Sendable {
  /// The permits, for those who want to see or change them.
  public let semaphore: AsyncSemaphore

  private let observe: PolicyObserver?
  private let acquireInTime: (@Sendable (AsyncSemaphore.Priority) async throws -> Void)?

  /// - Parameters:
  ///   - maxConcurrent: How many calls at a time.
  ///   - maxQueued: How many may wait; nil for any number, zero to refuse at once.
  ///   - observe: Is told of every refusal.
  public init(maxConcurrent: Int, maxQueued: Int? = nil, observe: PolicyObserver? = nil) {
    semaphore = AsyncSemaphore(permits: max(1, maxConcurrent), queueLimit: maxQueued)
    self.observe = observe
    acquireInTime = nil
  }

  /// - Parameters:
  ///   - maxConcurrent: How many calls at a time.
  ///   - maxQueued: How many may wait; nil for any number, zero to refuse at once.
  ///   - maxWait: How long a call waits at most.
  ///   - clock: What measures that.
  ///   - observe: Is told of every refusal.
  public init<C: Clock>(
    maxConcurrent: Int, maxQueued: Int? = nil, maxWait: Duration, clock: C, observe: PolicyObserver? = nil
  ) where C.Duration == Duration {
    let semaphore = AsyncSemaphore(permits: max(1, maxConcurrent), queueLimit: maxQueued)
    self.semaphore = semaphore
    self.observe = observe
    acquireInTime = { try await semaphore.acquire(priority: $0, timeout: maxWait, clock: clock) }
  }

  /// Runs the operation when there is room for it.
  ///
  /// - Throws: ``BulkheadRejectedError`` when too many wait or the wait took too long; `CancellationError` when the task
  ///   is cancelled while it waits; and what the operation throws.
  @inlinable
  public func run<R>(
    priority: AsyncSemaphore.Priority = .normal,
    isolation: isolated (any Actor)? = #isolation,
    _ operation: () async throws -> R
  ) async throws -> R {
    if !semaphore.tryAcquire() { try await wait(priority) }
    defer { semaphore.release() }
    return try await operation()
  }

  @usableFromInline
  func wait(_ priority: AsyncSemaphore.Priority) async throws {
    do {
      if let acquireInTime {
        try await acquireInTime(priority)
      } else {
        try await semaphore.acquire(priority: priority)
      }
    } catch let reason where reason is QueueFullError || reason is TimeoutError {
      let error = BulkheadRejectedError(
        maxConcurrent: semaphore.limit, waiting: semaphore.waiting, waitedTooLong: reason is TimeoutError)
      observe?(.rejected(error))
      throw error
    }
  }
}

/// A bulkhead had no room.
public struct BulkheadRejectedError: Error, Equatable, CustomStringConvertible {
  /// How many calls it runs at a time.
  public var maxConcurrent: Int
  /// How many waited when it refused.
  public var waiting: Int
  /// True when the call waited, but not long enough for its turn to come.
  public var waitedTooLong: Bool

  public init(maxConcurrent: Int, waiting: Int, waitedTooLong: Bool) {
    self.maxConcurrent = maxConcurrent
    self.waiting = waiting
    self.waitedTooLong = waitedTooLong
  }

  public var description: String {
    "bulkhead full: \(maxConcurrent) calls run and \(waiting) wait"
      + (waitedTooLong ? "; this one waited as long as it may" : "")
  }
}
