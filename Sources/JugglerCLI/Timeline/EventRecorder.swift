import Juggler
import Synchronization

/// Keeps a run's events for the waterfall, up to a limit, so that a loop of millions of rounds does not fill memory.
final class EventRecorder: RunObserver {
  private struct State {
    var events: [RunEvent] = []
    var dropped = 0
  }

  private let state = Mutex(State())
  private let limit: Int

  init(limit: Int = 200_000) { self.limit = limit }

  func observe(_ event: RunEvent) {
    state.withLock { state in
      // The run's own events count always: they say how long it took.
      if state.events.count < limit || event.task == nil {
        state.events.append(event)
      } else {
        state.dropped += 1
      }
    }
  }

  /// The events so far in the order of their time, and how many came after the limit.
  var recorded: (events: [RunEvent], dropped: Int) {
    state.withLock { ($0.events, $0.dropped) }
  }
}
