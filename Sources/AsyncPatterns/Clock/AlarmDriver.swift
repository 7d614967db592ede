import Synchronization

/// Drives a queue by one alarm of another clock, set anew whenever an earlier deadline arrives.
final class AlarmDriver: TimerQueue.Driver {
  /// Calls back at a deadline; returns what cancels that.
  typealias SetAlarm = @Sendable (_ deadline: Int64, _ ring: @escaping @Sendable () -> Void) -> @Sendable () -> Void

  private struct State {
    var armedFor: Int64?
    var generation: UInt64 = 0
    var cancel: (@Sendable () -> Void)?
    var isStopped = false
  }

  private let now: @Sendable () -> Int64
  private let setAlarm: SetAlarm
  private let state = Mutex(State())

  /// The one alarm is taken back when nobody waits for it, so that a test sees exactly who waits.
  var toleratesEarlyWakeUps: Bool { false }

  init(now: @escaping @Sendable () -> Int64, setAlarm: @escaping SetAlarm) {
    self.now = now
    self.setAlarm = setAlarm
  }

  func wakeUpChanged(of queue: TimerQueue) {
    let (obsolete, next): ((@Sendable () -> Void)?, (deadline: Int64, generation: UInt64)?) = state.withLock { state in
      let deadline = queue.wakeUp
      if state.isStopped || state.armedFor == deadline { return (nil, nil) }
      state.armedFor = deadline
      state.generation += 1
      let obsolete = state.cancel
      state.cancel = nil
      return (obsolete, deadline.map { ($0, state.generation) })
    }
    obsolete?()
    guard let (deadline, generation) = next else { return }
    let cancel = setAlarm(deadline) { [weak self, weak queue] in
      if let self, let queue { self.ring(generation, queue) }
    }
    let isCurrent = state.withLock { state in
      guard state.generation == generation, state.armedFor != nil, !state.isStopped else { return false }
      state.cancel = cancel
      return true
    }
    if !isCurrent { cancel() }
  }

  func stop() {
    let cancel = state.withLock { state in
      state.isStopped = true
      defer { state.cancel = nil }
      return state.cancel
    }
    cancel?()
  }

  private func ring(_ generation: UInt64, _ queue: TimerQueue) {
    state.withLock { state in
      guard state.generation == generation else { return }
      state.armedFor = nil
      state.cancel = nil
    }
    _ = queue.fire(at: now())
    wakeUpChanged(of: queue)
  }
}
