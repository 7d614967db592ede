import Synchronization

/// What an engine has to do with at this moment.
struct EngineTables {
  enum Service {
    case notBegun, serving, ended
  }

  var service = Service.notBegun
  /// Admitted or waiting for it, and not driven yet.
  var queued: [RunID: RunTicket] = [:]
  var active: [RunID: ActiveRun] = [:]
  /// Runs that live in their callers' tasks.
  var executing: [RunID: ActiveRun] = [:]
  /// For runs that are queued: what to do with them once they are driven.
  var interruptions: [RunID: Interruption] = [:]
  /// Runs that became due while their last stay here was not over yet.
  var returning: [RunID: RunRecord] = [:]
  var waiters: [RunID: [OutcomeWaiter]] = [:]
  /// Of an engine that does not drive every run: those that it drives as long as they are not over.
  var own: Set<RunID> = []
  /// Runs in which nothing may happen for long.
  var idle: [IdleRun] = []
  /// Runs in which something will happen soon, by what they wait for now.
  var lingering: [IdleRun] = []

  /// A run that is driven here, wherever its task is.
  func driven(_ run: RunID) -> ActiveRun? { active[run] ?? executing[run] }

  /// Whether due runs may have been left in the store for want of room.
  var isFull = false

  var loaded: Int { queued.count + active.count }

  func knows(_ run: RunID) -> Bool { queued[run] != nil || active[run] != nil }
}

/// A run in which nothing happened since it had this word.
struct IdleRun {
  var run: ActiveRun
  var word: RunGate.Word
  var since: Timestamp
}

/// Somebody who waits for the end of a run.
final class OutcomeWaiter: Sendable {
  enum News: Sendable {
    case ended(RunOutcome)
    /// Look into the store.
    case perhaps
    case engineStopped
  }

  private enum State {
    case quiet
    case news(News)
    case waiting(UnsafeContinuation<News, any Error>)
    case cancelled
  }

  private let state = Mutex(State.quiet)

  func tell(_ news: News) {
    let continuation: UnsafeContinuation<News, any Error>? = state.withLock { state in
      switch state {
      case .waiting(let continuation):
        state = .quiet
        return continuation
      case .quiet, .news(.perhaps):
        state = .news(news)
        return nil
      case .news, .cancelled: return nil
      }
    }
    continuation?.resume(returning: news)
  }

  func wait() async throws -> News {
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        let result: Result<News, any Error>? = state.withLock { state in
          switch state {
          case .news(let news):
            state = .quiet
            return .success(news)
          case .cancelled: return .failure(CancellationError())
          case .quiet, .waiting:
            state = .waiting(continuation)
            return nil
          }
        }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      let continuation: UnsafeContinuation<News, any Error>? = state.withLock { state in
        defer { state = .cancelled }
        if case .waiting(let continuation) = state { return continuation }
        return nil
      }
      continuation?.resume(throwing: CancellationError())
    }
  }
}
