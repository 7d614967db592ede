/// A clock that keeps all its sleepers in one heap over one sleep of another clock.
///
/// A sleeper costs a heap entry and no task, so tens of thousands may wait at once. Over `ContinuousClock` and
/// `SuspendingClock` one thread waits for the earliest deadline; over another ``SchedulingClock`` (such as a
/// manual clock in tests) one callback of it does; over any other clock one task, which the clock owns and cancels.
///
/// Sleepers keep the clock alive; scheduled actions do not, and are not called once it is gone.
///
/// ```swift
/// let clock = TimerClock(base: ContinuousClock())
/// try await clock.sleep(for: .seconds(1))
/// ```
public final class TimerClock<Base: Clock>: Sendable where Base.Duration == Duration {
  /// The clock that tells the time.
  public let base: Base

  private let origin: Base.Instant
  private let queue: TimerQueue
  private let stop: @Sendable () -> Void

  /// - Parameter base: The clock that tells the time.
  public init(base: Base) {
    let origin = base.now
    let now: @Sendable () -> Int64 = { origin.duration(to: base.now).nanosecondsRoundedDown }
    self.base = base
    self.origin = origin
    if base is ContinuousClock || base is SuspendingClock {
      let driver = ThreadDriver(now: now)
      queue = TimerQueue(driver: driver)
      stop = { driver.stop() }
    } else {
      let driver = AlarmDriver(now: now, setAlarm: Self.alarm(of: base, origin: origin))
      queue = TimerQueue(driver: driver)
      stop = { driver.stop() }
    }
  }

  deinit {
    stop()
  }

  /// How many sleepers and scheduled actions wait.
  public var waiterCount: Int { queue.count }

  private static func alarm(of base: Base, origin: Base.Instant) -> AlarmDriver.SetAlarm {
    if let scheduling = base as? any SchedulingClock {
      return alarm(of: scheduling, origin: origin)
    }
    return { deadline, ring in
      let alarm = Task {
        if (try? await base.sleep(until: origin.advanced(by: .nanoseconds(deadline)), tolerance: nil)) != nil { ring() }
      }
      return { alarm.cancel() }
    }
  }

  private static func alarm<C: SchedulingClock>(of base: C, origin: Base.Instant) -> AlarmDriver.SetAlarm {
    { deadline, ring in
      // The cast cannot fail: C is Base, seen through its conformance.
      guard let instant = origin.advanced(by: .nanoseconds(deadline)) as? C.Instant else { return {} }
      let alarm = base.schedule(at: instant, ring)
      return { alarm.cancel() }
    }
  }
}

extension TimerClock: SchedulingClock {
  public typealias Instant = Base.Instant
  public typealias Duration = Swift.Duration

  public var now: Base.Instant { base.now }
  public var minimumResolution: Swift.Duration { base.minimumResolution }

  /// Suspends the task until the deadline; `tolerance` is ignored, since all timers due share one wake-up anyway.
  ///
  /// - Throws: `CancellationError`, at once, when the task is cancelled.
  public func sleep(until deadline: Base.Instant, tolerance: Swift.Duration? = nil) async throws {
    try Task.checkCancellation()
    try await queue.sleep(until: origin.duration(to: deadline).nanosecondsRoundedUp)
  }

  public func schedule(at deadline: Base.Instant, _ action: @escaping @Sendable () -> Void) -> ScheduledAction {
    queue.schedule(at: origin.duration(to: deadline).nanosecondsRoundedUp, action)
  }
}

extension Clock where Self == TimerClock<ContinuousClock> {
  /// The process-wide timers: one heap, one thread, real time.
  public static var timers: TimerClock<ContinuousClock> { sharedTimers }
}

private let sharedTimers = TimerClock(base: ContinuousClock())
