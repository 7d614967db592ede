/// A clock that can call back at an instant, without a task that sleeps until then.
///
/// Patterns use the ability where they find it: a timeout on such a clock needs no task for its timer.
public protocol SchedulingClock: Clock where Duration == Swift.Duration {
  /// Calls `action` once `deadline` is reached, unless the returned value is cancelled before.
  ///
  /// - Parameters:
  ///   - deadline: When to call. An instant already reached calls as soon as possible, perhaps before this returns.
  ///   - action: What to call. It runs on the clock's own thread, holds up every other timer while it runs,
  ///     and so must neither block nor compute: resume a continuation, set a flag, cancel a task.
  func schedule(at deadline: Instant, _ action: @escaping @Sendable () -> Void) -> ScheduledAction
}

extension SchedulingClock {
  /// Calls `action` after so long, unless the returned value is cancelled before. See ``schedule(at:_:)``.
  public func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> ScheduledAction {
    schedule(at: now.advanced(by: delay), action)
  }
}

/// A callback that waits for its instant.
public struct ScheduledAction: Sendable {
  private let owner: any ScheduledActionOwner
  private let id: UInt64

  /// For clocks: the action known to `owner` as `id`.
  public init(owner: any ScheduledActionOwner, id: UInt64) {
    self.owner = owner
    self.id = id
  }

  /// Prevents the call, if it has not begun. Does nothing otherwise.
  public func cancel() {
    owner.cancelScheduledAction(id)
  }
}

/// What holds the scheduled actions of a clock.
public protocol ScheduledActionOwner: AnyObject, Sendable {
  /// Forgets the action, if it has not begun.
  func cancelScheduledAction(_ id: UInt64)
}
