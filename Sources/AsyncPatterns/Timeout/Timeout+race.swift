/// What came first.
enum TimeoutOutcome<R> {
  case ended(Result<R, any Error>)
  case expired
}

/// Runs the operation in one child task, and cancels that from a callback of the clock.
func race<C: SchedulingClock, R>(
  _ operation: ChildOperation<R>, against limit: Duration, scheduledOn clock: C, isolation: isolated (any Actor)?
) async -> Transferred<TimeoutOutcome<R>> where C.Duration == Duration {
  let signal = TimeoutSignal()
  let timer = clock.schedule(at: clock.now.advanced(by: limit)) { signal.send(.expired) }
  return await withTaskGroup(of: Transferred<Result<R, any Error>>.self) { group in
    group.addTask {
      let result = await operation.run(isolation: isolation)
      signal.send(.ended)
      return result
    }
    let first = await signal.wait()
    timer.cancel()
    // A caller that was cancelled is told so by the operation; the timer came too late to have a say.
    let isOwnExpiry = first == .expired && !Task.isCancelled
    if isOwnExpiry { group.cancelAll() }
    guard let result = await group.next(), !isOwnExpiry else { return Transferred(value: .expired) }
    return Transferred(value: .ended(result.value))
  }
}

/// Runs the operation in a child task, and a sleep beside it in another.
func race<C: Clock, R>(
  _ operation: ChildOperation<R>, against limit: Duration, sleepingOn clock: C, isolation: isolated (any Actor)?
) async -> Transferred<TimeoutOutcome<R>> where C.Duration == Duration {
  let deadline = clock.now.advanced(by: limit)
  return await withTaskGroup(of: Transferred<Result<R, any Error>?>.self) { group in
    group.addTask { Transferred(value: await operation.run(isolation: isolation).value) }
    group.addTask {
      try? await clock.sleep(until: deadline, tolerance: nil)
      return Transferred(value: nil)
    }
    let first = await group.next()?.value
    // A caller that was cancelled is told so by the operation; the timer came too late to have a say.
    let isOwnExpiry = first == nil && !Task.isCancelled
    // Ends the sleep when the operation came first, and the operation when the sleep did.
    group.cancelAll()
    let second = await group.next()?.value
    guard !isOwnExpiry, let result = first ?? second else { return Transferred(value: .expired) }
    return Transferred(value: .ended(result))
  }
}
