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
    /// How far the journal was read; all that came until there is in `untaken` or was taken.
    var position: Int64 = 0
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
    guard let recorded else { return }
    state.withLock { state in
      state.position = recorded.end
      for signal in recorded.signals { state.untaken[signal.name, default: []].append(signal.payload) }
      // By what was taken, not by how many: of two that came, the second may have been taken alone.
      for signal in recorded.takenSignals {
        guard let index = state.untaken[signal.name]?.firstIndex(of: signal.payload) else { continue }
        state.untaken[signal.name]?.remove(at: index)
      }
    }
  }

  /// How far the journal was read.
  var position: Int64 { state.withLock { $0.position } }

  /// Gives these signals to those who wait for them. Only what the journal has comes here, in its order: so a replay
  /// gives each step the signal that it had.
  ///
  /// - Parameters:
  ///   - start: from where the journal was read for them.
  ///   - end: to where.
  /// - Returns: false, and nothing happens, when somebody else has read on from there meanwhile.
  func deliver(_ signals: [Signal], from start: Int64, to end: Int64) -> Bool {
    var served: [(Waiter, JSONValue)] = []
    let isNews = state.withLock { state in
      guard state.position == start else { return false }
      state.position = end
      for signal in signals {
        if state.waiters[signal.name]?.isEmpty == false, let first = state.waiters[signal.name]?.removeFirst() {
          served.append((first, signal.payload))
        } else {
          state.untaken[signal.name, default: []].append(signal.payload)
        }
      }
      return true
    }
    for (waiter, payload) in served { waiter.continuation.resume(returning: payload) }
    return isNews
  }

  /// Whether there is no signal of this name to take at once.
  func isEmpty(of name: String) -> Bool { state.withLock { $0.untaken[name]?.isEmpty ?? true } }

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
