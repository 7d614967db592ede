import Synchronization

/// Lets only so many calls through in a time: the others wait their turn, or are refused.
///
/// ```swift
/// let limiter = RateLimiter(.tokenBucket(100, per: .seconds(1)), clock: .timers)
/// try await limiter.run { try await api.call() }
/// ```
///
/// Who waits has a reserved place, first come first served, and gives it back when cancelled.
public final class RateLimiter<C: Clock>: Sendable where C.Duration == Duration {
  private let clock: C
  private let origin: C.Instant
  private let maxWait: Duration
  private let observe: PolicyObserver?
  private let schedule: Mutex<RateSchedule>

  /// - Parameters:
  ///   - limit: How many calls in what time.
  ///   - clock: Measures the time.
  ///   - maxWait: How long a call may wait for its turn; one that would have to wait longer is refused at once. Nil
  ///     for as long as it takes, zero to refuse rather than wait.
  ///   - observe: Is told of every refusal.
  public init(_ limit: RateLimit, clock: C, maxWait: Duration? = nil, observe: PolicyObserver? = nil) {
    self.clock = clock
    self.maxWait = maxWait ?? .longest
    self.observe = observe
    origin = clock.now
    schedule = Mutex(RateSchedule(limit))
  }

  /// Takes permits if they are there now.
  ///
  /// - Parameter permits: How many; more than the burst or the window's limit are never there.
  public func tryAcquire(_ permits: Int = 1) -> Bool {
    let now = now
    return schedule.withLock { $0.reserve(permits, at: now, maxWait: 0) == .admitted(at: now) }
  }

  /// Takes permits, and waits for them if need be.
  ///
  /// - Throws: ``RateLimitExceededError`` at once when that would take longer than allowed; `CancellationError` when the
  ///   task is cancelled while it waits, and then its permits are given back.
  public func acquire(_ permits: Int = 1) async throws {
    let now = now
    switch schedule.withLock({ $0.reserve(permits, at: now, maxWait: maxWait.nanosecondsRoundedDown) }) {
    case .admitted(let instant):
      if instant > now { try await wait(until: instant, for: permits) }
    case .refused(let wait):
      let error = RateLimitExceededError(retryAfter: wait.map { .nanoseconds($0) })
      observe?(.rejected(error))
      throw error
    }
  }

  /// Runs the operation when it is its turn.
  ///
  /// - Throws: As ``acquire(_:)``, and what the operation throws.
  @inlinable
  public func run<R>(
    permits: Int = 1, isolation: isolated (any Actor)? = #isolation, _ operation: () async throws -> R
  ) async throws -> R {
    try await acquire(permits)
    return try await operation()
  }

  /// Whether it is as good as new, so that a registry may forget it.
  public var isIdle: Bool {
    let now = now
    return schedule.withLock { $0.isFull(at: now) }
  }

  private var now: Int64 { origin.duration(to: clock.now).nanosecondsRoundedDown }

  private func wait(until instant: Int64, for permits: Int) async throws {
    do {
      try await clock.sleep(until: origin.advanced(by: .nanoseconds(instant)), tolerance: nil)
    } catch {
      schedule.withLock { $0.giveBack(permits, at: instant) }
      throw error
    }
  }
}

/// A rate limiter did not let a call through.
public struct RateLimitExceededError: Error, Equatable, CustomStringConvertible {
  /// When the call could go through; nil when never, because it asks for more than ever goes through at once.
  public var retryAfter: Duration?

  public init(retryAfter: Duration?) {
    self.retryAfter = retryAfter
  }

  public var description: String {
    guard let retryAfter else { return "rate limit exceeded: the call asks for more than ever goes through at once" }
    return "rate limit exceeded: the call was not made; try again in \(retryAfter)"
  }
}
