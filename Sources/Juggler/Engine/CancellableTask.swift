import Synchronization

/// A task that others may cancel while it runs, and only then.
final class CancellableTask: Sendable {
  private struct Running: @unchecked Sendable {
    // Used under the lock only, and forgotten before the task ends.
    let task: UnsafeCurrentTask
  }

  private let running = Mutex<Running?>(nil)
  private let isCancelled = Atomic(false)

  /// Calls `body` in the current task, which `cancel` cancels meanwhile.
  func run<R>(_ body: () async throws -> R) async rethrows -> R {
    withUnsafeCurrentTask { task in
      running.withLock { $0 = task.map(Running.init) }
      if isCancelled.load(ordering: .sequentiallyConsistent) { task?.cancel() }
    }
    defer { running.withLock { $0 = nil } }
    return try await body()
  }

  func cancel() {
    // Once: what a cancellation calls may ask for it again, and the lock is held meanwhile.
    guard !isCancelled.exchange(true, ordering: .sequentiallyConsistent) else { return }
    running.withLock { $0?.task.cancel() }
  }
}
