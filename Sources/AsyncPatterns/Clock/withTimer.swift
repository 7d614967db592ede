/// Calls `fire` once the time is up, unless the body has ended before.
///
/// On a ``SchedulingClock`` that costs a heap entry; on any other clock a child task that sleeps.
///
/// - Parameters:
///   - delay: When to fire, from now.
///   - fire: Runs on the clock's thread: it must neither block nor compute. It may run while the body ends.
@usableFromInline
@inline(__always)
func withTimer<C: Clock, R>(
  after delay: Duration,
  clock: C,
  fire: @escaping @Sendable () -> Void,
  isolation: isolated (any Actor)? = #isolation,
  body: () async -> R
) async -> R where C.Duration == Duration {
  if let scheduling = clock as? any SchedulingClock {
    let timer = scheduling.schedule(after: delay, fire)
    defer { timer.cancel() }
    return await body()
  }
  let deadline = clock.now.advanced(by: delay)
  return await withTaskGroup(of: Void.self) { group in
    group.addTask {
      // Cancelled: the body has ended, or the caller was cancelled, and then the body ends by itself.
      if (try? await clock.sleep(until: deadline, tolerance: nil)) != nil { fire() }
    }
    defer { group.cancelAll() }
    return await body()
  }
}
