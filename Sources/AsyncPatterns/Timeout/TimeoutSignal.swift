import Synchronization

/// Tells one waiting task which of two events came first.
final class TimeoutSignal: Sendable {
  enum Event {
    case ended
    case expired
  }

  private enum State {
    case nothingYet
    case waiting(UnsafeContinuation<Event, Never>)
    case happened(Event)
  }

  private let state = Mutex(State.nothingYet)

  /// Only the first event counts.
  func send(_ event: Event) {
    let waiter: UnsafeContinuation<Event, Never>? = state.withLock { state in
      switch state {
      case .nothingYet:
        state = .happened(event)
        return nil
      case .waiting(let continuation):
        state = .happened(event)
        return continuation
      case .happened:
        return nil
      }
    }
    waiter?.resume(returning: event)
  }

  /// - Important: Waited for once.
  func wait(isolation: isolated (any Actor)? = #isolation) async -> Event {
    await withUnsafeContinuation { continuation in
      let event: Event? = state.withLock { state in
        if case .happened(let event) = state { return event }
        state = .waiting(continuation)
        return nil
      }
      if let event { continuation.resume(returning: event) }
    }
  }
}
