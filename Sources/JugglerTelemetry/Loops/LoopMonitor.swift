package import NIOCore
import Synchronization

/// Looks how late every event loop does what it is to do at a time: what holds up a loop holds up all who wait there.
package final class LoopMonitor: Sendable {
  private final class Beat: Sendable {
    /// When the loop was last seen alive, in nanoseconds of the monotonic clock.
    let at: Atomic<Int64>
    let lag: TimerSeries

    init(at now: Int64, lag: TimerSeries) {
      at = Atomic(now)
      self.lag = lag
    }

    func beat(due: Int64, now: Int64) {
      at.store(now, ordering: .relaxed)
      lag.recordNanoseconds(max(0, now - due))
    }
  }

  private let group: any EventLoopGroup
  private let interval: TimeAmount
  private let beats: [(loop: any EventLoop, beat: Beat)]
  /// The time outside of the loops.
  private let now: @Sendable () -> NIODeadline

  package init(
    _ group: any EventLoopGroup, interval: TimeAmount = .milliseconds(250), registry: PrometheusRegistry,
    now: @escaping @Sendable () -> NIODeadline = { .now() }
  ) {
    self.group = group
    self.interval = interval
    self.now = now
    let start = Int64(now().uptimeNanoseconds)
    beats = group.makeIterator().enumerated().map { index, loop in
      let lag = registry.timer(
        "juggler_event_loop_lag_seconds", "How late an event loop does what is due.", [("loop", "\(index)")])
      return (loop, Beat(at: start, lag: lag))
    }
  }

  /// Watches until the task is cancelled or the process shuts down.
  package func start() {
    for (loop, beat) in beats { schedule(on: loop, beat) }
  }

  package func stop() { isStopped.store(true, ordering: .relaxed) }

  private let isStopped = Atomic(false)

  private func schedule(on loop: any EventLoop, _ beat: Beat) {
    let due = now() + interval
    loop.scheduleTask(deadline: due) { [self] in
      beat.beat(due: Int64(due.uptimeNanoseconds), now: Int64(now().uptimeNanoseconds))
      if !isStopped.load(ordering: .relaxed) { schedule(on: loop, beat) }
    }
  }

  /// For how long each loop has not been seen beyond its interval; a loop that works is at zero.
  package var silences: [Duration] {
    let now = Int64(now().uptimeNanoseconds)
    return beats.map { _, beat in
      .nanoseconds(max(0, now - beat.at.load(ordering: .relaxed) - interval.nanoseconds))
    }
  }
}
