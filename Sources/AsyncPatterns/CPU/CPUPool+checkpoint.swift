#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Android)
  import Android
#endif

extension CPUPool {
  /// Lets threads that wait for this core have it before the calling one goes on.
  ///
  /// For code without suspension points that computes for long: every millisecond or so, and whoever answers the network
  /// waits no longer than that for a core, where the scheduler's own turns take a few. Costs about 0.3 µs.
  public static func giveWay() { sched_yield() }

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
