import Synchronization

/// Stands between a timer and the task that the timer may cancel: the task is cancelled once at most, only while it
/// runs, and only when nobody cancelled it before.
final class TimeoutGuard: Sendable {
  /// A running task. Cancelling it is safe from anywhere, as long as it runs; ``TimeoutGuard`` sees to that.
  private struct RunningTask: @unchecked Sendable {
    let task: UnsafeCurrentTask?
  }

  private enum Phase {
    case notBegun
    case running
    /// The timer is calling `cancel()`, outside the lock, because that runs the handlers of others. The task must not
    /// end meanwhile.
    case cancelling
    case expired
    case ended
  }

  private struct State {
    var phase = Phase.notBegun
    var running = RunningTask(task: nil)
    /// The task that would end while it is being cancelled.
    var ending: UnsafeContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// Runs the operation in a child task, which `expire()` cancels, and which begins at once, on this thread: nothing is
  /// handed over unless the operation really waits.
  ///
  /// - Important: Called once.
  func runInChild(_ operation: ChildOperation, isolation: isolated (any Actor)?) async {
    // A copy: a closure that captured the parameter itself would be bound to that actor.
    let actor = isolation
    await withDiscardingTaskGroup { group in
      group.addImmediateTask {
        await withUnsafeCurrentTask { task in
          self.begin(RunningTask(task: task))
          if let actor {
            await operation.run(isolation: actor)
          } else {
            await operation.body()
          }
          if self.mustWaitToEnd() { await self.waitUntilCancelled() }
        }
      }
    }
  }

  /// Whether the operation ended before the time was up.
  var endedInTime: Bool { state.withLock { $0.phase == .ended } }

  /// The time is up.
  func expire() {
    let running: RunningTask? = state.withLock { state in
      switch state.phase {
      case .notBegun:
        state.phase = .expired
        return nil
      case .running:
        // Whoever cancelled the task already is told so by the operation; the timer came too late to have a say.
        if state.running.task?.isCancelled == true { return nil }
        state.phase = .cancelling
        return state.running
      case .cancelling, .expired, .ended:
        return nil
      }
    }
    guard let running else { return }
    running.task?.cancel()
    let ending = state.withLock { state in
      state.phase = .expired
      return state.ending
    }
    ending?.resume()
  }

  private func begin(_ running: RunningTask) {
    let isExpired = state.withLock { state in
      if state.phase == .expired { return true }
      state.phase = .running
      state.running = running
      return false
    }
    if isExpired { running.task?.cancel() }
  }

  /// True when the timer is cancelling the task at this very moment.
  private func mustWaitToEnd() -> Bool {
    state.withLock { state in
      if state.phase == .running { state.phase = .ended }
      return state.phase == .cancelling
    }
  }

  private func waitUntilCancelled() async {
    await withUnsafeContinuation { continuation in
      let isCancelled = state.withLock { state in
        guard state.phase == .cancelling else { return true }
        state.ending = continuation
        return false
      }
      if isCancelled { continuation.resume() }
    }
  }
}
