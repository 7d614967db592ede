import Synchronization

/// Stands between a timer and the task that the timer may cancel: the task is cancelled once at most, only while it
/// runs, and only when nobody cancelled it before.
final class TimeoutGuard: Sendable {
  /// A running task. Cancelling it is safe from anywhere, as long as it runs; ``TimeoutGuard`` sees to that.
  private struct RunningTask: @unchecked Sendable {
    let task: UnsafeCurrentTask?
  }

  private enum State {
    case notBegun
    case running(RunningTask)
    /// The timer is calling `cancel()`, outside the lock, because that runs the handlers of others. The task must not
    /// end meanwhile.
    case cancelling(ending: UnsafeContinuation<Void, Never>?)
    case expired
    case ended
  }

  private let state = Mutex(State.notBegun)

  /// Runs the operation as what `expire()` cancels.
  ///
  /// - Returns: False when the time was up before it ended.
  /// - Important: Called once, in the task that may be cancelled.
  func run(_ operation: ChildOperation, isolation: (any Actor)?) async -> Bool {
    await withUnsafeCurrentTask { task in
      begin(RunningTask(task: task))
      if let isolation {
        await operation.run(isolation: isolation)
      } else {
        await operation.body()
      }
      return await end()
    }
  }

  /// The time is up.
  func expire() {
    let running: RunningTask? = state.withLock { state in
      switch state {
      case .notBegun:
        state = .expired
        return nil
      case .running(let running):
        // Whoever cancelled the task already is told so by the operation; the timer came too late to have a say.
        if running.task?.isCancelled == true { return nil }
        state = .cancelling(ending: nil)
        return running
      case .cancelling, .expired, .ended:
        return nil
      }
    }
    guard let running else { return }
    running.task?.cancel()
    let ending: UnsafeContinuation<Void, Never>? = state.withLock { state in
      guard case .cancelling(let ending) = state else { return nil }
      state = .expired
      return ending
    }
    ending?.resume()
  }

  private func begin(_ running: RunningTask) {
    let isExpired = state.withLock { state in
      if case .expired = state { return true }
      state = .running(running)
      return false
    }
    if isExpired { running.task?.cancel() }
  }

  /// True when the operation ended before the time was up.
  private func end() async -> Bool {
    let decision: Bool? = state.withLock { state in
      switch state {
      case .cancelling: return nil
      case .expired: return false
      case .notBegun, .running, .ended:
        state = .ended
        return true
      }
    }
    if let decision { return decision }
    await withUnsafeContinuation { continuation in
      let isCancelled = state.withLock { state in
        guard case .cancelling = state else { return true }
        state = .cancelling(ending: continuation)
        return false
      }
      if isCancelled { continuation.resume() }
    }
    return false
  }
}
