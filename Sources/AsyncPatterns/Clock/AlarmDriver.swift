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

  private let queue: TimerQueue
  private let now: @Sendable () -> Int64
  private let setAlarm: SetAlarm
  private let state = Mutex(State())

  init(queue: TimerQueue, now: @escaping @Sendable () -> Int64, setAlarm: @escaping SetAlarm) {
    self.queue = queue
    self.now = now
    self.setAlarm = setAlarm
  }

  func earliestDeadlineChanged(to deadline: Int64) {
    let decision: (generation: UInt64, obsolete: (@Sendable () -> Void)?)? = state.withLock { state in
      if state.isStopped { return nil }
      if let armedFor = state.armedFor, armedFor <= deadline { return nil }
      state.armedFor = deadline
      state.generation += 1
      let obsolete = state.cancel
      state.cancel = nil
      return (state.generation, obsolete)
    }
    guard let (generation, obsolete) = decision else { return }
    obsolete?()
    let cancel = setAlarm(deadline) { [weak self] in self?.ring(generation) }
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

  private func ring(_ generation: UInt64) {
    state.withLock { state in
      guard state.generation == generation else { return }
      state.armedFor = nil
      state.cancel = nil
    }
    if let next = queue.fire(at: now()) { earliestDeadlineChanged(to: next) }
  }
}
