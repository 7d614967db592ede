internal import Synchronization

extension LoopbackUpstream {
  public var statistics: LoopbackStatistics { state.withLock { $0.statistics } }

  /// Every request received, in order; empty when recording is off.
  public var requests: [LoopbackRequest] { state.withLock { $0.requests } }

  /// Suspends until the statistics satisfy the condition, which may be at once.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  public func wait(until condition: @escaping @Sendable (LoopbackStatistics) -> Bool) async throws {
    let id = state.withLock { $0.nextWaiter() }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        let waiter = LoopbackState.Waiter(id: id, condition: condition, continuation: continuation)
        if let result = state.withLock({ $0.wait(waiter) }) { continuation.resume(with: result) }
      }
    } onCancel: {
      state.withLock { $0.cancelWaiter(id) }?.continuation.resume(throwing: CancellationError())
    }
  }
}
