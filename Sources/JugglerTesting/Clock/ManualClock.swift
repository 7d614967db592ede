public import AsyncPatterns
import Synchronization

/// A clock whose time moves only when a test moves it.
///
/// ```swift
/// let clock = ManualClock()
/// async let done: Void = clock.sleep(for: .seconds(60))
/// await clock.waitForSleepers()      // until somebody really sleeps
/// clock.advance(by: .seconds(60))    // wakes the sleeper, without waiting
/// try await done
/// ```
public final class ManualClock: Clock, Sendable {
  /// A point of virtual time: so long after the clock began.
  public struct Instant: InstantProtocol, CustomStringConvertible {
    /// Since the clock began.
    public var offset: Duration

    public init(offset: Duration = .zero) {
      self.offset = offset
    }

    public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    public func duration(to other: Instant) -> Duration { other.offset - offset }
    public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    public var description: String { "+\(offset)" }
  }

  private let state: Mutex<ManualClockState>

  /// - Parameter now: Where the time begins.
  public init(now: Instant = Instant()) {
    state = Mutex(ManualClockState(now: now))
  }

  public var now: Instant { state.withLock { $0.now } }
  public var minimumResolution: Duration { .nanoseconds(1) }

  /// How many sleepers and scheduled actions wait.
  public var sleeperCount: Int { state.withLock { $0.count } }

  /// When the next sleeper is due; nil when nobody sleeps.
  public var nextDeadline: Instant? { state.withLock { $0.nextDeadline } }

  /// Suspends the task until a test has moved the time to the deadline.
  ///
  /// - Throws: `CancellationError`, at once, when the task is cancelled.
  public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
    let id = state.withLock { $0.reserve() }
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        let (outcome, observers) = state.withLock { $0.add(id, deadline: deadline, .resume(continuation)) }
        switch outcome {
        case .waits: observers.forEach { $0.resume() }
        case .isDue: continuation.resume()
        case .isCancelled: continuation.resume(throwing: CancellationError())
        }
      }
    } onCancel: {
      if case .resume(let continuation) = state.withLock({ $0.cancel(id) }) {
        continuation.resume(throwing: CancellationError())
      }
    }
  }

  /// Moves the time on, stopping at each deadline on the way: `now` is that deadline while what is due there is woken.
  ///
  /// What a woken task does next happens concurrently, after this returns: wait for its effect, or for its next
  /// sleep with ``waitForSleepers(_:)``.
  public func advance(by duration: Duration) {
    advance(to: now.advanced(by: duration))
  }

  /// Moves the time on to `instant`; does nothing when that is past. See ``advance(by:)``.
  public func advance(to instant: Instant) {
    while let action = state.withLock({ $0.popDue(upTo: instant) }) {
      action.perform()
    }
  }

  /// Moves the time on to the next deadline.
  ///
  /// - Returns: False when nobody sleeps.
  @discardableResult
  public func advanceToNextDeadline() -> Bool {
    guard let deadline = nextDeadline else { return false }
    advance(to: deadline)
    return true
  }

  /// Suspends the task until at least so many sleepers and scheduled actions wait; returns early when cancelled.
  public func waitForSleepers(_ count: Int = 1) async {
    let id = state.withLock { $0.reserve() }
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let resumesNow = state.withLock { $0.observe(id, count: count, continuation) }
        if resumesNow { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.stopObserving(id) }?.resume()
    }
  }
}

extension ManualClock: SchedulingClock {
  public func schedule(at deadline: Instant, _ action: @escaping @Sendable () -> Void) -> ScheduledAction {
    let (id, outcome, observers) = state.withLock { state in
      let id = state.reserve()
      let (outcome, observers) = state.add(id, deadline: deadline, .call(action))
      return (id, outcome, observers)
    }
    observers.forEach { $0.resume() }
    if case .isDue = outcome { action() }
    return ScheduledAction(owner: self, id: id)
  }
}

extension ManualClock: ScheduledActionOwner {
  public func cancelScheduledAction(_ id: UInt64) {
    _ = state.withLock { $0.cancel(id) }
  }
}
