import Synchronization

/// Drives a queue by one thread that waits on a condition until the earliest deadline.
///
/// A thread is both cheaper and more precise than a sleeping task: nothing is allocated for a wait, and a busy
/// executor does not delay the wake-up. It starts with the first timer and ends with `stop()`.
final class ThreadDriver: TimerQueue.Driver {
  private struct State {
    var isStarted = false
    var isStopped = false
  }

  /// A computer that slept wakes with its condition late by the time it slept; so no wait is longer than this.
  private static let longestWait: Int64 = 60_000_000_000

  private let now: @Sendable () -> Int64
  private let parker = ThreadParker()
  private let state = Mutex(State())

  /// The thread only looks at the time, and waits again.
  var toleratesEarlyWakeUps: Bool { true }

  init(now: @escaping @Sendable () -> Int64) {
    self.now = now
  }

  func wakeUpChanged(of queue: TimerQueue) {
    let mustStart = state.withLock { state in
      defer { state.isStarted = true }
      return !state.isStarted && !state.isStopped
    }
    if mustStart {
      PlatformThread.start(name: "timers") { self.drive(queue) }
    } else {
      parker.unpark()
    }
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    parker.unpark()
  }

  private func drive(_ queue: TimerQueue) {
    while !state.withLock({ $0.isStopped }) {
      if let next = queue.fire(at: now()) {
        let wait = next.subtractingReportingOverflow(now())
        parker.park(nanoseconds: wait.overflow ? Self.longestWait : min(wait.partialValue, Self.longestWait))
      } else {
        parker.park(nanoseconds: nil)
      }
    }
  }
}
