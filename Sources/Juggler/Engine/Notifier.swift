import Synchronization

/// Wakes a loop that waits for something to do.
final class Notifier: Sendable {
  private struct State {
    var isRaised = false
    var waiter: UnsafeContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// Lets the waiter, or the next one, go on.
  func raise() {
    let waiter = state.withLock { state in
      defer { state.waiter = nil }
      state.isRaised = state.waiter == nil
      return state.waiter
    }
    waiter?.resume()
  }

  /// Returns when it is raised, when the time is up, or when the task is cancelled. One waits at a time.
  func wait(atMost limit: Duration, on time: any Timekeeper) async {
    let cancelTimer = time.schedule(after: limit) { [weak self] in self?.raise() }
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let goesOn = state.withLock { state in
          if state.isRaised {
            state.isRaised = false
            return true
          }
          state.waiter = continuation
          return false
        }
        if goesOn { continuation.resume() }
      }
    } onCancel: {
      raise()
    }
    cancelTimer()
  }
}
