import Synchronization

/// The timers of one clock, in nanoseconds since the clock's origin, and the driver that wakes them.
final class TimerQueue: ScheduledActionOwner {
  /// Wakes the queue at an instant.
  protocol Driver: AnyObject, Sendable {
    /// The earliest deadline is now `deadline`: see to it that `fire(at:)` is called then.
    func earliestDeadlineChanged(to deadline: Int64)
  }

  /// So many timers are resumed before the lock is taken again, so that a burst does not hold it for long.
  private static let batch = 256

  private let heap = Mutex(TimerHeap())
  private let driverReference = Mutex<(any Driver)?>(nil)

  var count: Int { heap.withLock { $0.count } }
  var nextDeadline: Int64? { heap.withLock { $0.nextDeadline } }

  /// - Important: Called once, before the first timer.
  func setDriver(_ driver: (any Driver)?) {
    driverReference.withLock { $0 = driver }
  }

  func sleep(until deadline: Int64) async throws {
    let id = heap.withLock { $0.reserve() }
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        if !arm(id, at: deadline, .resume(continuation)) {
          continuation.resume(throwing: CancellationError())
        }
      }
    } onCancel: {
      cancel(id)
    }
  }

  func schedule(at deadline: Int64, _ action: @escaping @Sendable () -> Void) -> ScheduledAction {
    let id = heap.withLock { $0.reserve() }
    _ = arm(id, at: deadline, .call(action))
    return ScheduledAction(owner: self, id: UInt64(id.generation) << 32 | UInt64(id.slot))
  }

  func cancelScheduledAction(_ id: UInt64) {
    cancel(TimerID(slot: UInt32(truncatingIfNeeded: id), generation: UInt32(id >> 32)))
  }

  /// Performs everything due at `now`, and returns the next deadline.
  func fire(at now: Int64) -> Int64? {
    var due: [TimerAction] = []
    while true {
      due.removeAll(keepingCapacity: true)
      let next = heap.withLock { heap in
        heap.popDue(at: now, limit: Self.batch, into: &due)
        return heap.nextDeadline
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
    let (armed, isEarliest) = heap.withLock { heap in
      let before = heap.nextDeadline
      let armed = heap.arm(id, at: deadline, action)
      return (armed, armed && before.map { deadline < $0 } ?? true)
    }
    if isEarliest { driverReference.withLock { $0 }?.earliestDeadlineChanged(to: deadline) }
    return armed
  }

  private func cancel(_ id: TimerID) {
    if case .resume(let continuation) = heap.withLock({ $0.cancel(id) }) {
      continuation.resume(throwing: CancellationError())
    }
  }
}
