extension CPUPool {
  /// For long work in a task that runs on the pool: lets another job have the thread if one waits for it.
  ///
  /// Without waiting jobs it costs a lock, so it may be called often.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  public func checkpoint() async throws {
    try Task.checkCancellation()
    if metrics.queued > 0 { await Task.yield() }
  }
}
