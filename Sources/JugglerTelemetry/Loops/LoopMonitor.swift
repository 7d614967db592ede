package import NIOCore
import Synchronization

/// Looks how late every event loop does what it is to do at a time: what holds up a loop holds up all who wait there.
package final class LoopMonitor: Sendable {
  private final class Beat: Sendable {
    /// When the loop was last seen alive, in nanoseconds of the monotonic clock.
    let at = Atomic<Int64>(Beat.now)
    let lag: TimerSeries

    init(lag: TimerSeries) { self.lag = lag }

    static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    func beat(due: Int64) {
      let now = Self.now
      at.store(now, ordering: .relaxed)
      lag.recordNanoseconds(max(0, now - due))
    }
  }

  private let group: any EventLoopGroup
  private let interval: TimeAmount
  private let beats: [(loop: any EventLoop, beat: Beat)]

  package init(_ group: any EventLoopGroup, interval: TimeAmount = .milliseconds(250), registry: PrometheusRegistry) {
    self.group = group
    self.interval = interval
    beats = group.makeIterator().enumerated().map { index, loop in
      let lag = registry.timer(
        "juggler_event_loop_lag_seconds", "How late an event loop does what is due.", [("loop", "\(index)")])
      return (loop, Beat(lag: lag))
    }
  }

  /// Watches until the task is cancelled or the process shuts down.
  package func start() {
    for (loop, beat) in beats { schedule(on: loop, beat) }
  }

  package func stop() { isStopped.store(true, ordering: .relaxed) }

  private let isStopped = Atomic(false)

  private func schedule(on loop: any EventLoop, _ beat: Beat) {
    let due = NIODeadline.now() + interval
    loop.scheduleTask(deadline: due) { [self] in
      beat.beat(due: Int64(due.uptimeNanoseconds))
      if !isStopped.load(ordering: .relaxed) { schedule(on: loop, beat) }
    }
  }

  /// For how long each loop has not been seen beyond its interval; a loop that works is at zero.
  package var silences: [Duration] {
    let now = Beat.now
    return beats.map { _, beat in
      .nanoseconds(max(0, now - beat.at.load(ordering: .relaxed) - interval.nanoseconds))
    }
  }
}
