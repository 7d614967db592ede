import Synchronization

/// The timers of one clock, in nanoseconds since the clock's origin, and the driver that wakes them.
final class TimerQueue: ScheduledActionOwner {
  /// Calls `fire(at:)` when it is time.
  protocol Driver: AnyObject, Sendable {
    /// Whether a wake-up may come earlier than needed. Then the driver need not hear of timers that were cancelled,
    /// and a timer that never fires, as most timeouts, does not disturb it.
    var toleratesEarlyWakeUps: Bool { get }

    /// `queue.wakeUp` changed. Several changes may be told of in any order: only its value now counts.
    func wakeUpChanged(of queue: TimerQueue)
  }

  private struct State {
    var heap = TimerHeap()
    /// When the driver will wake up; the end of time when it will not.
    var wakeUp = Int64.max

    mutating func wakesEarlier(for deadline: Int64) -> Bool {
      guard deadline < wakeUp else { return false }
      wakeUp = deadline
      return true
    }
  }

  /// So many timers are resumed before the lock is taken again, so that a burst does not hold it for long.
  private static let batch = 256

  private let state = Mutex(State())
  private let driver: any Driver
  private let isExact: Bool

  init(driver: any Driver) {
    self.driver = driver
    isExact = !driver.toleratesEarlyWakeUps
  }

  var count: Int { state.withLock { $0.heap.count } }

  /// When the driver is to wake up; nil when it need not.
  var wakeUp: Int64? { state.withLock { $0.wakeUp == .max ? nil : $0.wakeUp } }

  func sleep(until deadline: Int64) async throws {
    let id = state.withLock { $0.heap.reserve() }
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        if !arm(id, at: deadline, .resume(continuation)) {
          continuation.resume(throwing: CancellationError())
        }
      }
    } onCancel: {
      if case .resume(let continuation) = cancel(id) {
        continuation.resume(throwing: CancellationError())
      }
    }
  }

  func schedule(at deadline: Int64, _ action: @escaping @Sendable () -> Void) -> ScheduledAction {
    let (id, isEarlier) = state.withLock { state in
      let id = state.heap.reserve()
      _ = state.heap.arm(id, at: deadline, .call(action))
      return (id, state.wakesEarlier(for: deadline))
    }
    if isEarlier { driver.wakeUpChanged(of: self) }
    return ScheduledAction(owner: self, id: UInt64(id.generation) << 32 | UInt64(id.slot))
  }

  func cancelScheduledAction(_ id: UInt64) {
    _ = cancel(TimerID(slot: UInt32(truncatingIfNeeded: id), generation: UInt32(id >> 32)))
  }

  /// Performs everything due at `now`, and returns the next deadline.
  func fire(at now: Int64) -> Int64? {
    var due: [TimerAction] = []
    while true {
      due.removeAll(keepingCapacity: true)
      let next = state.withLock { state in
        state.heap.popDue(at: now, limit: Self.batch, into: &due)
        state.wakeUp = state.heap.nextDeadline ?? .max
        return state.heap.nextDeadline
      }
      for action in due {
        switch action {
        case .resume(let continuation): continuation.resume()
        case .call(let body): body()
        }
      }
      if due.count < Self.batch { return next }
    }
  }

  private func arm(_ id: TimerID, at deadline: Int64, _ action: TimerAction) -> Bool {
    let (isArmed, isEarlier) = state.withLock { state in
      let isArmed = state.heap.arm(id, at: deadline, action)
      return (isArmed, isArmed && state.wakesEarlier(for: deadline))
    }
    if isEarlier { driver.wakeUpChanged(of: self) }
    return isArmed
  }

  private func cancel(_ id: TimerID) -> TimerAction? {
    let (action, hasChanged) = state.withLock { state in
      let action = state.heap.cancel(id)
      let next = state.heap.nextDeadline ?? .max
      guard isExact, next != state.wakeUp else { return (action, false) }
      state.wakeUp = next
      return (action, true)
    }
    if hasChanged { driver.wakeUpChanged(of: self) }
    return action
  }
}
