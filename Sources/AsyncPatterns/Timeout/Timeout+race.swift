/// Runs the operation in one child task, and cancels that from a callback of the clock.
///
/// - Returns: False when the time was up before the operation ended.
func race(
  _ operation: ChildOperation,
  against limit: Duration,
  scheduledOn clock: any SchedulingClock,
  isolation: isolated (any Actor)?
) async -> Bool {
  let timeout = TimeoutGuard()
  let timer = clock.schedule(after: limit) { timeout.expire() }
  defer { timer.cancel() }
  return await withTaskGroup(of: Bool.self) { group in
    // Begins at once, on this thread: nothing is handed over unless the operation really waits.
    group.addImmediateTask { await timeout.run(operation, isolation: isolation) }
    return await group.next() ?? false
  }
}

/// Runs the operation in a child task, and a sleep beside it in another.
///
/// - Returns: False when the time was up before the operation ended.
func race<C: Clock>(
  _ operation: ChildOperation, against limit: Duration, sleepingOn clock: C, isolation: isolated (any Actor)?
) async -> Bool where C.Duration == Duration {
  let deadline = clock.now.advanced(by: limit)
  return await withTaskGroup(of: Bool.self) { group in
    group.addTask {
      await operation.run(isolation: isolation)
      return true
    }
    group.addTask {
      try? await clock.sleep(until: deadline, tolerance: nil)
      return false
    }
    let operationCameFirst = await group.next() ?? false
    // A caller that was cancelled is told so by the operation; the timer came too late to have a say.
    let isOwnExpiry = !operationCameFirst && !Task.isCancelled
    // Ends the sleep when the operation came first, and the operation when the sleep did.
    group.cancelAll()
    _ = await group.next()
    return !isOwnExpiry
  }
}
