import JSON
import Synchronization

/// The signals that a run was sent, and the steps that wait for some.
final class Inbox: Sendable {
  private struct Waiter {
    var id: UInt64
    var continuation: UnsafeContinuation<JSONValue, any Error>
  }

  private struct State {
    /// Of each name those that no step has taken.
    var untaken: [String: [JSONValue]] = [:]
    var waiters: [String: [Waiter]] = [:]
    /// How many the run was sent in all.
    var received = 0
    var lastID: UInt64 = 0
    var cancelledEarly: Set<UInt64> = []
  }

  private enum Turn {
    case take(JSONValue)
    case cancelled
    case wait
  }

  private let state = Mutex(State())

  init(_ recorded: RecordedSteps?) {
    guard let recorded, !recorded.signals.isEmpty else { return }
    state.withLock { state in
      state.received = recorded.signals.count
      for signal in recorded.signals { state.untaken[signal.name, default: []].append(signal.payload) }
      for (name, taken) in recorded.takenSignals { state.untaken[name]?.removeFirst(taken) }
    }
  }

  /// One more came.
  func deliver(_ signal: Signal) {
    let waiter: Waiter? = state.withLock { state in
      state.received += 1
      guard var waiters = state.waiters[signal.name], !waiters.isEmpty else {
        state.untaken[signal.name, default: []].append(signal.payload)
        return nil
      }
      let first = waiters.removeFirst()
      state.waiters[signal.name] = waiters
      return first
    }
    waiter?.continuation.resume(returning: signal.payload)
  }

  /// These are all there are: deliver those that have not come here yet.
  func deliver(all signals: [Signal]) {
    let known = state.withLock { $0.received }
    for signal in signals.dropFirst(known) { deliver(signal) }
  }

  func take(_ name: String) async throws -> JSONValue {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    return try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        let turn: Turn = state.withLock { state in
          if state.cancelledEarly.remove(id) != nil { return .cancelled }
          if let first = state.untaken[name]?.first {
            state.untaken[name]?.removeFirst()
            return .take(first)
          }
          state.waiters[name, default: []].append(Waiter(id: id, continuation: continuation))
          return .wait
        }
        switch turn {
        case .take(let payload): continuation.resume(returning: payload)
        case .cancelled: continuation.resume(throwing: CancellationError())
        case .wait: break
        }
      }
    } onCancel: {
      let waiter: Waiter? = state.withLock { state in
        guard let index = state.waiters[name]?.firstIndex(where: { $0.id == id }) else {
          state.cancelledEarly.insert(id)
          return nil
        }
        return state.waiters[name]?.remove(at: index)
      }
      waiter?.continuation.resume(throwing: CancellationError())
    }
  }
}
